import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.js';

describe('the settings of a start', () => {
  it('have a default each', () => {
    expect(readSettings({})).toEqual({ PORT: 8080, MQTT_PORT: 1883, DATA_DIR: '.data', DEMO: '1' });
  });

  it('that are empty count as not given', () => {
    expect(readSettings({ PORT: '', DATA_DIR: '', DATABASE_URL: '' })).toEqual(readSettings({}));
  });

  it.each([
    [{ PORT: 'eighty' }, 'PORT must be a number from 1 to 65535.'],
    [{ PORT: '0' }, 'PORT must be a number from 1 to 65535.'],
    [{ MQTT_PORT: '65536' }, 'MQTT_PORT must be a number from 1 to 65535.'],
    [{ PORT: '9000', MQTT_PORT: '9000' }, 'MQTT_PORT must not be the same as PORT.'],
    [{ DEMO: 'yes' }, 'DEMO must be 1 (the demonstration) or 0 (an empty start).'],
    [{ REDIS_URL: 'localhost' }, 'REDIS_URL must be an address such as redis://127.0.0.1:6379.'],
  ])('%j is refused in one line', (env, line) => {
    expect(() => readSettings(env)).toThrow(new Error(line));
  });

  it('that are wrong are all named at once, without their values', () => {
    const env = { PORT: '-1', DATABASE_URL: 'mysql://root:geheim@db/x' };
    expect(() => readSettings(env)).toThrow(/^PORT must .*; DATABASE_URL must [^\n]*\.$/);
    expect(() => readSettings(env)).not.toThrow(/geheim/);
  });
});
