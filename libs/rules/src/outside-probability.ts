/** Accuracy is a radius that holds 68 % of the fixes; its deviation along the one axis that leads over the border. */
export const RADIUS_68 = 1.51;

export interface Doubts {
  /** Metres: the radius that holds 68 % of its fixes, by its word or, where that is more, by its history. */
  readonly accuracy: number;
  /** Metres: the deviation of the errors it does not know of, and the share of time in which it has them. */
  readonly drift: number;
  readonly driftShare: number;
}

/**
 * That somebody is not outside though a fix lies so many metres outside: its error is as large along the way to the border.
 * Errors are of two kinds, those that a receiver knows of, and drift by reflections, of which it knows nothing.
 */
export function probabilityInside(metres: number, { accuracy, drift, driftShare }: Doubts): number {
  const deviation = accuracy / RADIUS_68;
  const wide = Math.sqrt(deviation * deviation + drift * drift);
  return (1 - driftShare) * tail(metres / deviation) + driftShare * tail(metres / wide);
}

/** That a standard normal is larger (W. J. Cody's form after Numerical Recipes: within 1.2e-7 of its value, tails too). */
export function tail(deviations: number): number {
  const x = Math.abs(deviations) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const series = terms.reduceRight((sum, term) => term + t * sum, 0);
  const beyond = 0.5 * t * Math.exp(-x * x + series);
  return deviations >= 0 ? beyond : 1 - beyond;
}
const terms = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];
