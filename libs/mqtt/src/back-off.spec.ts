import { describe, expect, it } from '@jest/globals';
import { BackOff } from './back-off.js';

describe('the pauses between attempts to connect', () => {
  const pauses = (chance: number, count: number): number[] => {
    const backOff = new BackOff(() => chance);
    return Array.from({ length: count }, () => backOff.next());
  };

  it('double up to two seconds: all wristbands wait for ingest', () => {
    expect(pauses(0.5, 4)).toEqual([500, 1_000, 2_000, 2_000]);
  });

  it('are spread from half to one and a half of that, so that not all come back at once', () => {
    expect([pauses(0, 2), pauses(0.999_999, 2)]).toEqual([
      [250, 500],
      [750, 1_500],
    ]);
  });

  it('are short again after a connection', () => {
    const backOff = new BackOff(() => 0.5);
    for (let tries = 0; tries < 6; tries += 1) backOff.next();
    backOff.reset();
    expect(backOff.next()).toBe(500);
  });
});
