import type { Instant } from '#libs/kernel';
import { seenAt } from './episode.js';
import type { Observation } from './observation.js';

/** Of a record, as far as rules ask for it later. */
export interface KnownRecord extends Pick<Observation, 'deviceId' | 'life' | 'seq' | 'kind' | 'at' | 'receivedAt'> {
  /** Where it stands in the order of judgement. */
  readonly stands: Instant;
}

let lately: { readonly of: Observation; readonly record: KnownRecord } | undefined;

/** Rules that remember the same record share one object. */
export function recordOf(seen: Observation): KnownRecord {
  if (lately?.of === seen) return lately.record;
  const { deviceId, life, seq, kind, at, receivedAt } = seen;
  const record = { deviceId, life, seq, kind, at, receivedAt, stands: seenAt(seen) };
  lately = { of: seen, record };
  return record;
}
