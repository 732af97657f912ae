import { distanceMetres, wgs84 } from '#libs/geo';
import { isoInShanghai } from '#libs/kernel';
import type { EvidenceFix } from './episode.js';
import type { Observation } from './observation.js';

/** A position at a time that is believed, as rules remember it. */
export interface KnownFix extends Pick<Observation, 'deviceId' | 'at' | 'receivedAt' | 'accuracy' | 'source'> {
  readonly lat: number;
  readonly lon: number;
}

let lately: { readonly of: Observation; readonly fix: KnownFix } | undefined;

/**
 * Undefined for a record without a position, or of a clock that is not believed. Rules that remember the same record
 * share one object.
 */
export function fixOf(seen: Observation): KnownFix | undefined {
  const { lat, lon } = seen;
  if (lat === null || lon === null || seen.clockOffset !== null) return undefined;
  if (lately?.of === seen) return lately.fix;
  const { deviceId, at, receivedAt, accuracy, source } = seen;
  const fix = { deviceId, at, receivedAt, lat, lon, accuracy, source };
  lately = { of: seen, fix };
  return fix;
}

export const metresBetween = (a: KnownFix, b: KnownFix): number =>
  distanceMetres(wgs84(a.lat, a.lon), wgs84(b.lat, b.lon));

/** Degrees of latitude are some 111 km; of longitude no more. */
const METRES_A_DEGREE = 111_500;

/** At most so far apart, by a glance that costs nothing: false does not say that they are farther. */
export const isCloseBy = (a: KnownFix, b: KnownFix, metres: number): boolean =>
  Math.abs(a.lat - b.lat) + Math.abs(a.lon - b.lon) <= metres / METRES_A_DEGREE;

export const isSamePlace = (a: KnownFix, b: KnownFix): boolean => a.lat === b.lat && a.lon === b.lon;

export const fixEvidence = (fix: KnownFix, because: string): EvidenceFix => ({
  at: isoInShanghai(fix.at),
  receivedAt: isoInShanghai(fix.receivedAt),
  lat: fix.lat,
  lon: fix.lon,
  accuracy: fix.accuracy,
  source: fix.source,
  used: true,
  because,
  metresOutside: null,
});
