import { instant, type Instant } from '#libs/kernel';
import { clockOffset, readInstant } from './uplink-clock.js';
import { isTooDeep, type JsonObject } from './uplink-json.js';
import { isWord, measure, type Measured } from './uplink-measurements.js';
import { refusedUplink, type Rejection, type Uplink } from './uplink-record.js';

/**
 * The OwnTracks application's JSON (https://owntracks.org/booklet/tech/json/). It has no numbers: a message is known by
 * (device, `tst`). As a sequence number that is the device time in milliseconds; `tst` has none of its own, so the place
 * behind the second tells a location (0) from everything else that may fall into it, such as leaving one region and
 * entering the next. Only a location is a fix, and it has to say when. What need not say so (a card, some last wills)
 * counts as observed when it was received.
 */
export function parseOwnTracks(deviceId: string, message: JsonObject, receivedAt: Instant): Uplink {
  const { _type: type, tst } = message;
  if (!isWord(type, 40)) return refusedUplink(deviceId, 'payload.invalid', '/_type must be a word');
  const isFix = type === 'location';
  const at = tst === undefined && !isFix ? receivedAt : readInstant(typeof tst === 'number' ? tst * 1_000 : undefined);
  if (at === null) return refusedUplink(deviceId, 'record.invalid', '/tst must be seconds since 1970');
  const { values, extra, fault } = isFix ? measureLocation(message) : asItCame(message);
  if (fault !== undefined) return invalid(deviceId, message, fault);
  const seq = secondOf(at) + (isFix ? 0 : placeOf(message));
  const kind = isFix ? 'fix' : `owntracks.${type}`;
  const clock = clockOffset(at, receivedAt);
  // A region may have been drawn long ago.
  const isOld = type === 'waypoint' && at < receivedAt;
  const record = { deviceId, boot: 0, seq, at, receivedAt, clockOffset: isOld ? null : clock, kind, ...values, extra };
  return { deviceId, boot: 0, numbered: false, records: [record], gone: [], rejections: [] };
}

/** From 1 to 999, by what is said: the same message has the same one again (FNV-1a). */
function placeOf(message: JsonObject): number {
  let hash = 0x811c9dc5;
  for (const unit of JSON.stringify(message)) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return 1 + ((hash >>> 0) % 999);
}

/** What a device says itself. A last will is said by the broker when it misses the device. */
export const isSignOfLife = ({ kind }: { readonly kind: string }): boolean => kind !== 'owntracks.lwt';

const secondOf = (at: Instant): Instant => instant(Math.floor(at / 1_000) * 1_000);

const own: ReadonlySet<string> = new Set(['_type', 'tst']);
const nothing: ReadonlySet<string> = new Set();

/** OwnTracks' names for what we measure. */
const names: Readonly<Record<string, string>> = { vel: 'spd', cog: 'hdg', batt: 'bat' };

function measureLocation(message: JsonObject): Measured {
  const entries = Object.entries(message).flatMap(([key, value]): [string, unknown][] => {
    const name = Object.hasOwn(names, key) ? names[key] : undefined;
    if (name === undefined) return [[key, value]];
    // iOS says -1 for a speed, a course and a battery it does not know.
    if (typeof value === 'number' && value < 0) return [];
    return [[name, key === 'vel' && typeof value === 'number' ? value / 3.6 : value]];
  });
  const measured = measure(Object.fromEntries(entries), own, true);
  return measured.values.lat === null ? { ...measured, fault: measured.fault ?? '/lat is missing' } : measured;
}

/** A transition's coordinates are the region's, not the person's: nothing of it is taken for a measurement. */
function asItCame(message: JsonObject): Measured {
  const fault = isTooDeep(message) ? ' is nested too deeply' : undefined;
  return { ...measure({}, nothing, true), extra: message, fault };
}

function invalid(deviceId: string, message: JsonObject, detail: string): Uplink {
  const record = isTooDeep(message) ? null : JSON.stringify(message);
  const rejection: Rejection = { reason: 'record.invalid', detail, record, seq: null };
  return { deviceId, boot: 0, numbered: false, records: [], gone: [], rejections: [rejection] };
}
