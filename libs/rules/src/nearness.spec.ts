import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { probabilityNear, withinCircle } from './nearness.js';

const metres = fc.double({ min: 0, max: 1_000, noNaN: true });
const deviation = fc.double({ min: 0.5, max: 300, noNaN: true });

describe('how probable it is to be near', () => {
  it('is what Rayleigh says where the centres are the same', () => {
    fc.assert(
      fc.property(metres, deviation, (radius, spread) => {
        const exact = 1 - Math.exp(-(radius * radius) / (2 * spread * spread));
        expect(withinCircle(radius, 0, spread)).toBeCloseTo(exact, 4);
      }),
    );
  });

  it('is half at the edge of a circle that is large beside the error', () => {
    expect(withinCircle(1_000, 1_000, 5)).toBeCloseTo(0.5, 2);
    expect(withinCircle(50, 0, 1)).toBeCloseTo(1, 6);
    expect(withinCircle(50, 200, 10)).toBeCloseTo(0, 9);
  });

  it('agrees with ten thousand throws', () => {
    let seed = 7;
    const chance = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const normal = (): number => Math.sqrt(-2 * Math.log(chance())) * Math.cos(2 * Math.PI * chance());
    for (const [radius, away, spread] of [
      [50, 60, 30],
      [50, 20, 40],
      [100, 150, 60],
    ] as const) {
      let hits = 0;
      for (let n = 0; n < 10_000; n += 1)
        hits += Math.hypot(away + spread * normal(), spread * normal()) <= radius ? 1 : 0;
      expect(Math.abs(withinCircle(radius, away, spread) - hits / 10_000)).toBeLessThan(0.02);
    }
  });

  it('is never larger from farther away, nor a probability beyond its bounds', () => {
    fc.assert(
      fc.property(metres, metres, deviation, deviation, (one, other, a, b) => {
        const [nearer, farther] = one < other ? [one, other] : [other, one];
        const errors = { accuracies: [a, b], moved: 10, drift: 28, driftShare: 0.1 } as const;
        const [near, far] = [probabilityNear(50, nearer, errors), probabilityNear(50, farther, errors)];
        expect(far).toBeLessThanOrEqual(near + 1e-4);
        expect(far).toBeGreaterThanOrEqual(0);
        expect(near).toBeLessThanOrEqual(1);
      }),
    );
  });
});
