import { describe, expect, it } from '@jest/globals';
import { readArguments } from './arguments.js';

const faultOf = (...argv: string[]): string => {
  try {
    const args = readArguments(argv);
    args.whole('devices', 1, 10);
    args.number('speed', 0.1, 100);
    args.url('mqtt');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the command line', () => {
  it('is read by command', () => {
    const args = readArguments(['replay', 'walk.gpx', '--device', 'WB-0001', '--speed=10', '--keep-times']);
    expect([
      args.command,
      args.file,
      args.text('device'),
      args.number('speed', 0, 100),
      args.flag('keep-times'),
    ]).toEqual(['replay', 'walk.gpx', 'WB-0001', 10, true]);
  });

  it.each([
    [[], 'Say what to do'],
    [['dance'], 'There is no command dance'],
    [['fleet', '--device', 'x'], "Unknown option '--device'"],
    [['fleet', '--devices'], 'argument missing'],
    [['fleet', '--devices', 'many'], '--devices must be a number from 1 to 10, not many'],
    [['fleet', '--devices', '2.5'], '--devices must be a whole number'],
    [['fleet', 'walk.gpx'], 'fleet does not take walk.gpx'],
    [['replay', 'a.gpx', 'b.gpx'], 'replay does not take b.gpx'],
    [['replay', 'a.gpx', '--speed', '0'], '--speed must be a number'],
  ])('%j is refused in one line', (argv, reason) => {
    expect(faultOf(...argv)).toContain(reason);
    expect(faultOf(...argv)).not.toContain('\n');
  });

  it('does not repeat an address, for it may hold a secret', () => {
    expect(faultOf('fleet', '--mqtt', 'http://platform:hunter2@host')).not.toContain('hunter2');
  });
});
