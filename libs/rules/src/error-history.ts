import { distanceMetres, wgs84, type Wgs84 } from '#libs/geo';
import { days, minutes, since, type Instant } from '#libs/kernel';
import { seenAt } from './episode.js';
import type { Observation } from './observation.js';

/**
 * What a wristband's satellite fixes have shown of their errors: how far they scatter about the place where somebody
 * stays, against the accuracy they claim, and how far they once went off and came back although nobody had moved. Plain
 * JSON, a few numbers.
 */
export interface ErrorHistory {
  readonly deviceId: string;
  /** The place where somebody stays: the mean of the fixes there. */
  readonly lat: number;
  readonly lon: number;
  /** Fixes seen there, up to `SMOOTH`. */
  readonly fixes: number;
  /** How far they lie off that place, in accuracies they claim: the mean. */
  readonly scatter: number;
  readonly away: Away | null;
  /** The farthest that they were found to have drifted, and when. */
  readonly drift: { readonly metres: number; readonly at: Instant } | null;
}
/** Off the place: a way, or a drift; which of them, only the end shows. */
interface Away {
  readonly from: Instant;
  readonly farthest: number;
}

/** Fixes are off the place beyond so many metres, and so many times their claimed accuracy. */
const OFF_METRES = 25;
const OFF_TIMES = 4;
/** No drift goes on for longer, or goes farther: then somebody is somewhere else. */
const LONGEST_DRIFT = minutes(30);
const FARTHEST_DRIFT = 300;
/** A receiver measures speed by another way than place: who has one is moving. */
const MOVING = 0.7;
const SMOOTH = 32;
/** The mean distance off the place of fixes whose claimed accuracy, a radius of 68 %, is true. */
const HONEST_SCATTER = 0.85;
const MOST_TIMES = 3;
const FORGOTTEN_AFTER = days(30);

/** Takes one fix in. `outside`: an exit goes on, and coming back from it must not be taken for a drift. */
export function learned(known: ErrorHistory | null, seen: Observation, outside: boolean): ErrorHistory | null {
  const { lat, lon, accuracy, source } = seen;
  if (lat === null || lon === null || accuracy === null || source !== 'gnss' || seen.clockOffset !== null) return known;
  const at = seenAt(seen);
  const point = wgs84(lat, lon);
  if (known === null || known.deviceId !== seen.deviceId) return settled(seen.deviceId, point, null);
  const metres = distanceMetres(wgs84(known.lat, known.lon), point);
  if (metres <= Math.max(OFF_METRES, OFF_TIMES * accuracy * timesWorse(known))) {
    return scattered(backAgain(known, at), point, metres / Math.max(1, accuracy));
  }
  const away = { from: known.away?.from ?? at, farthest: Math.max(known.away?.farthest ?? 0, metres) };
  const elsewhere =
    outside || (seen.speed ?? 0) >= MOVING || metres > FARTHEST_DRIFT || since(away.from, at) > LONGEST_DRIFT;
  return elsewhere ? settled(seen.deviceId, point, known) : { ...known, away };
}

const settled = (deviceId: string, { lat, lon }: Wgs84, known: ErrorHistory | null): ErrorHistory => ({
  deviceId,
  lat,
  lon,
  fixes: 1,
  scatter: known?.scatter ?? HONEST_SCATTER,
  away: null,
  drift: known?.drift ?? null,
});

/** Who is where he was and never moved has not been away: his fixes have. */
function backAgain(known: ErrorHistory, at: Instant): ErrorHistory {
  const { away, drift } = known;
  if (away === null) return known;
  if (since(away.from, at) > LONGEST_DRIFT) return { ...known, away: null };
  const farther = away.farthest >= driftAt(drift, at);
  return { ...known, away: null, drift: farther ? { metres: Math.round(away.farthest), at } : drift };
}

function scattered(known: ErrorHistory, { lat, lon }: Wgs84, times: number): ErrorHistory {
  const fixes = Math.min(SMOOTH, known.fixes + 1);
  const part = 1 / fixes;
  return {
    deviceId: known.deviceId,
    lat: known.lat + (lat - known.lat) * part,
    lon: known.lon + (lon - known.lon) * part,
    fixes,
    scatter: known.scatter + (Math.min(OFF_TIMES, times) - known.scatter) / (2 * SMOOTH),
    away: known.away,
    drift: known.drift,
  };
}

/** Forgotten slowly: what was found a month ago says nothing any more. */
function driftAt(drift: ErrorHistory['drift'], at: Instant): number {
  if (drift === null) return 0;
  return drift.metres * Math.max(0, 1 - since(drift.at, at) / FORGOTTEN_AFTER);
}

export const driftOf = (known: ErrorHistory | null, at: Instant): number => driftAt(known?.drift ?? null, at);

/** By how much its errors are larger than it claims: at least 1. */
export const timesWorse = (known: ErrorHistory | null): number =>
  known === null ? 1 : Math.min(MOST_TIMES, Math.max(1, known.scatter / HONEST_SCATTER));
