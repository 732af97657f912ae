import { before, instant, seconds, since, type Instant } from '#libs/kernel';
import type { ConditionName, ConditionState } from '#libs/protocol';
import { limitOf, measures, type HeadroomPolicy } from './policy.js';

/** What was found out about one condition. */
export interface Measurement {
  readonly what: ConditionName;
  /** Null: it cannot be measured; `detail` says why. */
  readonly value: number | null;
  readonly detail?: string | null;
  /** Where this one's limit lies above the policy's. */
  readonly atLeast?: number;
}

/** A condition as it stands. */
export interface Standing {
  readonly what: ConditionName;
  readonly state: ConditionState;
  readonly since: Instant;
  readonly value: number | null;
  readonly limit: number;
  readonly detail: string | null;
  /** Since when the values have been speaking for the other state; null while they do not. */
  readonly turning: Instant | null;
}

/** A value must fall this far below its limit to count as well again: at the limit itself it would come and go. */
const WELL_BELOW = 0.9;

/**
 * The condition after a measurement. It becomes degraded when the value has been at its limit for as long as the measure
 * says, and normal when it has been well below for the policy's calm. What cannot be measured any more is not well again.
 */
export function judge(
  old: Standing | undefined,
  measured: Measurement,
  policy: HeadroomPolicy,
  now: Instant,
): Standing {
  const { what, value, detail = null } = measured;
  const limit = Math.max(limitOf(policy, what), measured.atLeast ?? -Infinity);
  const was = old ?? { what, state: 'unmeasured' as const, since: now, turning: null };
  const stays = { ...was, value, limit, detail, turning: null };
  if (value === null) return was.state === 'degraded' ? stays : become(stays, 'unmeasured', now);
  if (was.state === 'degraded') {
    if (value >= limit * WELL_BELOW) return stays;
    const turning = was.turning ?? now;
    if (since(turning, now) < seconds(policy.calmSeconds)) return { ...stays, turning };
    return become(stays, 'normal', now);
  }
  if (value < limit) return become(stays, 'normal', now);
  const turning = was.turning ?? now;
  if (since(turning, now) < seconds(measures[what].lasts)) return { ...become(stays, 'normal', now), turning };
  // A value in seconds says itself how long it has been so.
  const began = measures[what].unit === 'seconds' ? before(now, seconds(value)) : turning;
  return become(stays, 'degraded', instant(Math.round(began)));
}

const become = (standing: Standing, state: ConditionState, at: Instant): Standing =>
  standing.state === state ? standing : { ...standing, state, since: at, turning: null };

/** What consoles have to be told between two looks at a condition. */
export function changeOf(old: Standing | undefined, next: Standing): 'degraded' | 'restored' | undefined {
  if (next.state === 'degraded') return old?.state === 'degraded' ? undefined : 'degraded';
  return old?.state === 'degraded' ? 'restored' : undefined;
}
