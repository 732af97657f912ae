import { ok, refused, type Instant, type Result } from '#libs/kernel';
import { clockOffset, readInstant } from './uplink-clock.js';
import { isObject, isTooDeep } from './uplink-json.js';
import { isWord, measure } from './uplink-measurements.js';
import type { Rejection, UplinkRecord } from './uplink-record.js';
import { recordKinds } from './vocabulary.js';

interface Sender {
  readonly deviceId: string;
  readonly boot: number;
  readonly receivedAt: Instant;
}

const identity: ReadonlySet<string> = new Set(['seq', 't', 'k']);
const knownKinds: ReadonlySet<unknown> = new Set(recordKinds);

/** Reads one element of `rec`. A kind that we do not know is a record all the same, with whatever keys it has. */
export function readRecord(raw: unknown, pointer: string, sender: Sender): Result<UplinkRecord, Rejection> {
  const refuse = (what: string): Result<never, Rejection> => refused(rejected(raw, `${pointer}${what}`));
  if (!isObject(raw)) return refuse(' must be an object');
  const { seq, k: kind } = raw;
  if (!isSeq(seq)) return refuse('/seq must be a whole number from 1');
  const at = readInstant(raw['t']);
  if (at === null) return refuse('/t must be milliseconds since 1970');
  const known = knownKinds.has(kind);
  if (!known && !isWord(kind, 64)) return refuse('/k must be a word of at most 64 characters');
  const { values, extra, fault } = measure(raw, identity, known);
  if (fault !== undefined) return refuse(fault);
  if (kind === 'fix' && values.lat === null) return refuse('/lat is missing');
  const { deviceId, boot, receivedAt } = sender;
  const clock = clockOffset(at, receivedAt);
  return ok({ deviceId, boot, seq, at, receivedAt, clockOffset: clock, kind: kind as string, ...values, extra });
}

function rejected(raw: unknown, detail: string): Rejection {
  const seq = isObject(raw) && isSeq(raw['seq']) ? raw['seq'] : null;
  return { reason: 'record.invalid', detail, record: isTooDeep(raw) ? null : JSON.stringify(raw), seq };
}

// The largest safe integer itself is left out: ranges are stored half-open.
const isSeq = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) < Number.MAX_SAFE_INTEGER;
