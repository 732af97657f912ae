import { RADIUS_68, tail } from './outside-probability.js';

/** What may be wrong with two fixes that are compared, in metres. */
export interface PairOfErrors {
  /** Radii that hold 68 % of each one's fixes. */
  readonly accuracies: readonly [number, number];
  /** By how far they may have moved between the two times, as a deviation. */
  readonly moved: number;
  /** The deviation of the errors that receivers do not know of, and the share of time in which one has them. */
  readonly drift: number;
  readonly driftShare: number;
}

/** What each of them comes to, with how probable it is: neither receiver drifts, one of them does, both do. */
function deviations({ accuracies, moved, drift, driftShare }: PairOfErrors): readonly (readonly [number, number])[] {
  const [a, b] = accuracies.map((accuracy) => accuracy / RADIUS_68) as [number, number];
  const known = a * a + b * b + moved * moved;
  const [neither, both] = [(1 - driftShare) ** 2, driftShare ** 2];
  return [
    [neither, Math.sqrt(known)],
    [1 - neither - both, Math.sqrt(known + drift * drift)],
    [both, Math.sqrt(known + 2 * drift * drift)],
  ];
}

/** That their errors alone put two people so far apart who are within so many metres: how little it says that they are not. */
export const probabilityOfErrors = (within: number, apart: number, errors: PairOfErrors): number =>
  deviations(errors).reduce((sum, [share, deviation]) => sum + share * tail((apart - within) / deviation), 0);

/** That two people are within so many metres of each other when their fixes lie so many metres apart. */
export const probabilityNear = (within: number, apart: number, errors: PairOfErrors): number =>
  deviations(errors).reduce((sum, [share, deviation]) => sum + share * withinCircle(within, apart, deviation), 0);

/** Beyond so many deviations there is nothing. */
const FAR = 8;
/** Even: Simpson's rule. */
const PIECES = 32;

/**
 * That a point whose error along each axis is normal lies within a circle, its centre so many metres away (Rice's
 * distribution): the sum over the distances that it may have.
 */
export function withinCircle(radius: number, away: number, deviation: number): number {
  const from = Math.max(0, away - FAR * deviation);
  const to = Math.min(radius, away + FAR * deviation);
  if (deviation <= 0 || to <= from) return away <= radius && deviation <= 0 ? 1 : 0;
  const step = (to - from) / PIECES;
  let sum = 0;
  for (let piece = 0; piece <= PIECES; piece += 1) {
    const weight = piece === 0 || piece === PIECES ? 1 : piece % 2 === 1 ? 4 : 2;
    sum += weight * densityAt(from + piece * step, away, deviation);
  }
  return Math.min(1, (sum * step) / 3);
}

function densityAt(distance: number, away: number, deviation: number): number {
  const variance = deviation * deviation;
  const off = distance - away;
  return (distance / variance) * Math.exp((-off * off) / (2 * variance)) * besselScaled((distance * away) / variance);
}

/** exp(-x) I0(x): Abramowitz and Stegun 9.8.1 and 9.8.2, within 2e-7. */
function besselScaled(x: number): number {
  if (x < 3.75) return Math.exp(-x) * polynomial(small, (x / 3.75) ** 2);
  return polynomial(large, 3.75 / x) / Math.sqrt(x);
}
const polynomial = (terms: readonly number[], x: number): number => terms.reduceRight((sum, term) => term + x * sum, 0);
const small = [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813];
const large = [
  0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537, -0.01647633, 0.00392377,
];
