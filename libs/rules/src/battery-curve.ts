import { hours, minutes, since, type Instant } from '#libs/kernel';
import { seenAt } from './episode.js';
import type { Observation } from './observation.js';

type Reading = readonly [at: Instant, percent: number];

/** How a battery lately went down, in two readings some percent apart: a constant size, however long it lasts. */
export interface Curve {
  readonly deviceId: string;
  readonly older: Reading;
  readonly newer: Reading;
}

/** Percent between the two readings. */
const STEP = 5;
/** What is said to be gone by less than this, or in less time, says nothing of the hours left. */
const LEAST_DROP = 3;
const LEAST_TIME = minutes(10);
/** A rise by more was a charger, also one that nobody told of. */
const RISE = 2;

/** The curve with another reading. Those of a clock that is not believed came in together: they tell no slope. */
export function drawn(curve: Curve | null, seen: Observation): Curve | null {
  if (seen.kind === 'charge_on' || seen.kind === 'charge_off') return null;
  const { battery: percent, deviceId } = seen;
  if (percent === null || seen.clockOffset !== null) return curve;
  const anew = curve === null || curve.deviceId !== deviceId || percent > curve.newer[1] + RISE;
  if (!anew && curve.newer[1] - percent < STEP) return curve;
  const reading: Reading = [seenAt(seen), percent];
  return { deviceId, older: anew ? reading : curve.newer, newer: reading };
}

/** Hours until it is empty if it goes on like this; null while nobody can tell. */
export function hoursLeft(curve: Curve | null, at: Instant, percent: number | null): number | null {
  if (curve === null || percent === null) return null;
  const [from, full] = curve.older;
  const length = since(from, at);
  if (full - percent < LEAST_DROP || length < LEAST_TIME) return null;
  const left = percent / ((full - percent) / (length / hours(1)));
  return left < 10 ? Math.round(left * 10) / 10 : Math.round(left);
}
