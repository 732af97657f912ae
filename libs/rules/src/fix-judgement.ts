import { wgs84 } from '#libs/geo';
import { isoInShanghai, type Instant } from '#libs/kernel';
import { seenAt, type EvidenceFix } from './episode.js';
import { driftOf, timesWorse, type ErrorHistory } from './error-history.js';
import { coveredByLeave } from './leave.js';
import type { Observation } from './observation.js';
import { nearestArea } from './nearest-area.js';
import { probabilityInside } from './outside-probability.js';
import { policyOf, type Policy } from './policy.js';
import { areasAt, orderAt, type World, type ZoneVersion } from './world.js';

/** `doubtful`: nearer to the border than its own error. `ignored`: says nothing about where somebody is. */
export type Verdict = 'inside' | 'outside' | 'doubtful' | 'ignored';

/** What a fix says about the areas that hold at its time. */
export interface Look {
  readonly seen: Observation;
  readonly lat: number;
  readonly lon: number;
  readonly verdict: Verdict;
  /** Positive outside. */
  readonly metres: number;
  readonly accuracy: number;
  /** That it is inside all the same, for one that lies outside; 1 otherwise. */
  readonly insideAllTheSame: number;
  readonly zone: ZoneVersion;
  readonly policy: Policy<'zone.exit'>;
  /** Why the verdict is what it is. */
  readonly because: string;
  readonly policyVersion: number;
  readonly orderId: string | undefined;
}

/** Undefined for a record without a position, and where no area is known. */
export function look(seen: Observation, world: World, history: ErrorHistory | null = null): Look | undefined {
  const { lat, lon } = seen;
  if (lat === null || lon === null) return undefined;
  const at = seenAt(seen);
  const nearest = nearestArea(areasAt(world, at), wgs84(lat, lon));
  if (nearest === undefined) return undefined;
  const { version, policy } = policyOf(world, 'zone.exit', at);
  const accuracy = seen.accuracy ?? unknownAccuracy(seen.source, policy);
  const { zone, metres } = nearest;
  const error = seen.source === 'gnss' ? accuracy * timesWorse(history) : accuracy;
  const judged = judge(seen, metres, { accuracy, error }, policy);
  const covered = judged.verdict === 'outside' && coveredByLeave(world, at, lat, lon) !== undefined;
  const { verdict, because } = covered ? PERMITTED : judged;
  return {
    zone,
    metres,
    seen,
    lat,
    lon,
    verdict,
    because,
    accuracy,
    insideAllTheSame: verdict === 'outside' ? doubtOf(metres, error, at, policy, history) : 1,
    policy,
    policyVersion: version,
    orderId: orderAt(world, at)?.id,
  };
}

/** Outside, and where an approved leave lets one be. */
const PERMITTED = { verdict: 'inside', because: 'leave' } as const;

/** The fix as an alert shows it. Apart, because nearly all fixes are inside and nobody's evidence. */
export function evidenceOf({ seen, lat, lon, verdict, because, metres, insideAllTheSame }: Look): EvidenceFix {
  return {
    at: isoInShanghai(seen.at),
    receivedAt: isoInShanghai(seen.receivedAt),
    lat,
    lon,
    accuracy: seen.accuracy,
    source: seen.source,
    used: verdict === 'outside' || verdict === 'inside',
    because,
    metresOutside: Math.round(metres),
    ...(verdict === 'outside' ? { probability: certainty(insideAllTheSame) } : {}),
  };
}

/** Of being outside, as it is written down: four digits, and never quite certain. */
export const certainty = (inside: number): number => Math.min(0.9999, Math.round((1 - inside) * 10_000) / 10_000);

function doubtOf(
  metres: number,
  accuracy: number,
  at: Instant,
  policy: Policy<'zone.exit'>,
  history: ErrorHistory | null,
): number {
  const { driftShare, driftMetres, driftMetresMost } = policy;
  const shown = Math.min(driftMetresMost, driftOf(history, at) / FARTHEST_OF_DEVIATIONS);
  return probabilityInside(metres, { accuracy, driftShare, drift: Math.max(driftMetres, shown) });
}

/** The farthest of a drift, in deviations of it. */
const FARTHEST_OF_DEVIATIONS = 2.2;

function judge(
  seen: Observation,
  metres: number,
  { accuracy, error }: { readonly accuracy: number; readonly error: number },
  policy: Policy<'zone.exit'>,
): { readonly verdict: Verdict; readonly because: string } {
  if (seen.clockOffset !== null) return { verdict: 'ignored', because: 'clock' };
  if (accuracy > policy.maxAccuracyMetres) return { verdict: 'ignored', because: 'accuracy' };
  const doubt = policy.sigma * error;
  if (metres > doubt) return { verdict: 'outside', because: 'outside' };
  if (metres <= -doubt) return { verdict: 'inside', because: 'inside' };
  return { verdict: 'doubtful', because: Math.abs(metres) > policy.sigma * accuracy ? 'history' : 'border' };
}

/** Metres taken for the accuracy of a fix that does not know its own. */
export function unknownAccuracy(source: string | null, { unknownAccuracy: by }: Policy<'zone.exit'>): number {
  if (source === 'wifi' || source === 'beacon') return by.wifi;
  return source === 'cell' ? by.cell : by.gnss;
}

export function versionsOf(rule: number, found: Look): Record<string, string | number> {
  return {
    rule,
    policy: found.policyVersion,
    zone: found.zone.version,
    ...(found.orderId === undefined ? {} : { order: found.orderId }),
  };
}
