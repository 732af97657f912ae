import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSecrets, SecretKeeper } from './secrets.js';

const file = (): string => join(mkdtempSync(join(tmpdir(), 'secrets-')), 'fleet.json');

describe('the secrets of a fleet', () => {
  it('are there again after a restart, for their owner only', () => {
    const path = file();
    const keeper = new SecretKeeper(path);
    keeper.put('WB-1', 'hush');
    keeper.save();
    expect(new SecretKeeper(path).get('WB-1')).toBe('hush');
    expect(readSecrets(path)).toEqual(new Map([['WB-1', 'hush']]));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('do not take up what was only typed', () => {
    const path = file();
    const keeper = new SecretKeeper(path);
    keeper.lend('WB-1', 'guess');
    keeper.save();
    expect([keeper.get('WB-1'), new SecretKeeper(path).get('WB-1')]).toEqual(['guess', undefined]);
  });

  it('are not overwritten when the file cannot be understood', () => {
    const path = file();
    writeFileSync(path, '{"WB-1":');
    expect(() => new SecretKeeper(path)).toThrow('is not a JSON object');
  });
});
