import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { probabilityInside, tail } from './outside-probability.js';

const doubts = fc.record({
  accuracy: fc.double({ min: 1, max: 500, noNaN: true }),
  drift: fc.double({ min: 1, max: 60, noNaN: true }),
  driftShare: fc.double({ min: 0, max: 1, noNaN: true }),
});
const metres = fc.double({ min: 0, max: 2_000, noNaN: true });

describe('the probability of being inside all the same', () => {
  it('is the tail of the normal distribution, far out too', () => {
    const known = [0, 1, 2, 3, 5].map(tail);
    const table = [0.5, 0.158655254, 0.022750132, 0.001349898, 2.86651572e-7];
    known.forEach((value, index) => {
      expect(value / (table[index] ?? 1)).toBeCloseTo(1, 6);
    });
    expect(tail(-2)).toBeCloseTo(0.977249868, 6);
  });

  it('is a half at most outside, and falls with the distance', () => {
    fc.assert(
      fc.property(metres, metres, doubts, (one, more, of) => {
        const near = probabilityInside(one, of);
        expect(near).toBeLessThanOrEqual(0.500_001);
        expect(probabilityInside(one + more, of)).toBeLessThanOrEqual(near + 1e-9);
      }),
    );
  });

  it('is larger for a receiver that is less accurate, and for one that drifts farther', () => {
    fc.assert(
      fc.property(metres, doubts, (far, of) => {
        const known = probabilityInside(far, of);
        expect(probabilityInside(far, { ...of, accuracy: 2 * of.accuracy })).toBeGreaterThanOrEqual(known - 1e-7);
        expect(probabilityInside(far, { ...of, drift: 2 * of.drift })).toBeGreaterThanOrEqual(known - 1e-7);
      }),
    );
  });
});
