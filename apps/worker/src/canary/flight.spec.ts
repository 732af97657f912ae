import { describe, expect, it } from '@jest/globals';
import { distanceMetres } from '#libs/geo';
import { instant } from '#libs/kernel';
import { isOut, metresOut, placeAt, roundOf } from './flight.js';

const START = Date.UTC(2026, 10, 23, 8);
const seconds = Array.from({ length: 120 }, (_, second) => instant(START + second * 1_000));

describe('the flight of the canary', () => {
  it('leaves its zone once a minute for half of it', () => {
    const outside = seconds.filter(isOut);
    const within = outside.map((at) => at % 60_000);
    expect(Math.min(...within)).toBeGreaterThanOrEqual(15_000);
    expect(Math.max(...within)).toBeLessThanOrEqual(45_000);
    expect(outside.length).toBeGreaterThan(50);
    expect(new Set(outside.map(roundOf)).size).toBe(2);
    expect(Math.max(...seconds.map(metresOut))).toBeCloseTo(200);
  });

  it('is where it says that it is, and never faster than a bicycle', () => {
    seconds.forEach((at, index) => {
      const home = placeAt(instant(START));
      expect(Math.abs(distanceMetres(home, placeAt(at)) - metresOut(at))).toBeLessThan(1);
      const before = seconds[index - 1];
      if (before !== undefined) expect(Math.abs(metresOut(at) - metresOut(before))).toBeLessThan(11);
    });
  });
});
