import { toWgs84, type Crs } from '#libs/geo';
import { isTooDeep, type JsonObject } from './uplink-json.js';
import type { Measurements } from './uplink-record.js';

type Draft = Measurements & { system: Crs | null };
/** Puts a value where it belongs, or answers what it should have been. */
type Reader = (into: Draft, value: unknown) => string | undefined;
type Numeric = {
  [Key in keyof Measurements]: number extends Measurements[Key] ? Key : never;
}[keyof Measurements];

type Shape = (value: number) => number | null;

function number(field: Numeric, min: number, max: number, shape: Shape = (value) => value): Reader {
  const wanted = `must be a number from ${min} to ${max}`;
  return (into, value) => {
    if (typeof value !== 'number' || !(value >= min && value <= max)) return wanted;
    into[field] = shape(value);
    return undefined;
  };
}

function oneOf<Value>(
  wanted: string,
  is: (value: unknown) => value is Value,
  put: (into: Draft, value: Value) => void,
): Reader {
  return (into, value) => {
    if (!is(value)) return wanted;
    put(into, value);
    return undefined;
  };
}

/** 0 is what receivers send that cannot tell their accuracy. */
const knownAccuracy: Shape = (value) => (value === 0 ? null : value);

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isShortWord = (value: unknown): value is string => isWord(value, 32);
const isSystem = (value: unknown): value is Crs => value === 'wgs84' || value === 'gcj02' || value === 'bd09';

/** The keys of the contract. Ranges are wide: they keep out what cannot be, not what is unlikely. */
const readers = new Map<string, Reader>([
  ['lat', number('lat', -90, 90)],
  ['lon', number('lon', -180, 180)],
  ['acc', number('accuracy', 0, 1e8, knownAccuracy)],
  ['spd', number('speed', 0, 100_000)],
  ['hdg', number('heading', 0, 360)],
  ['alt', number('altitude', -100_000, 10_000_000)],
  ['sat', number('satellites', 0, 1_000, Math.round)],
  ['bat', number('battery', 0, 100)],
  ['rssi', number('rssi', -1_000, 1_000, Math.round)],
  ['hr', number('heartRate', 0, 1_000, Math.round)],
  ['worn', oneOf('must be true or false', isBoolean, (into, worn) => (into.worn = worn))],
  ['src', oneOf('must be a word', isShortWord, (into, source) => (into.source = source))],
  ['crs', oneOf('must be wgs84, gcj02 or bd09', isSystem, (into, system) => (into.system = system))],
]);

/** Text that can be shown and stored: no control characters, no halves of surrogate pairs. */
export function isWord(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxLength && !/\p{Cc}|\p{Cs}/u.test(value);
}

export interface Measured {
  readonly values: Measurements;
  readonly extra: JsonObject | null;
  /** What makes the record unusable: key and reason. */
  readonly fault: string | undefined;
}

/**
 * Reads everything but the keys named in `identity`. With `strict` a wrong value is a fault; without (a kind that we do
 * not know) it is kept among the extra keys, because such a record is never refused.
 */
export function measure(raw: JsonObject, identity: ReadonlySet<string>, strict: boolean): Measured {
  const draft = emptyDraft();
  const extra: [string, unknown][] = [];
  let fault: string | undefined;
  for (const key of Object.keys(raw)) {
    if (identity.has(key)) continue;
    const value = raw[key];
    const reader = readers.get(key);
    if (reader !== undefined) {
      const wrong = value === null ? undefined : reader(draft, value);
      if (wrong === undefined) continue;
      if (strict) fault ??= `/${key} ${wrong}`;
    }
    if (isTooDeep(value)) fault ??= ' is nested too deeply';
    extra.push([key, value]);
  }
  fault ??= place(draft, raw, strict, extra);
  const { system: _, ...values } = draft;
  // fromEntries makes own properties of whatever name; an assignment to __proto__ would not.
  return { values, extra: extra.length === 0 ? null : Object.fromEntries(extra), fault };
}

/** A position has two halves, and is WGS-84 inside. What a converted one was stays beside it. */
function place(draft: Draft, raw: JsonObject, strict: boolean, extra: [string, unknown][]): string | undefined {
  const { lat, lon, system } = draft;
  const unplaced = lat === null && lon === null;
  const whole = lat !== null && lon !== null && (system !== null || (raw['crs'] ?? null) === null);
  if (whole && (system === 'gcj02' || system === 'bd09')) {
    const point = toWgs84({ lat, lon }, system);
    Object.assign(draft, { lat: point.lat, lon: point.lon, crs: system });
    extra.push(['lat', lat], ['lon', lon]);
  }
  if (whole || unplaced) return undefined;
  if (strict) return `/${lat === null ? 'lat' : 'lon'} is missing`;
  for (const key of ['lat', 'lon'] as const) {
    if (draft[key] !== null) extra.push([key, raw[key]]);
    draft[key] = null;
  }
  return undefined;
}

const emptyDraft = (): Draft => ({ ...nothing });
const nothing: Readonly<Draft> = {
  lat: null,
  lon: null,
  accuracy: null,
  source: null,
  speed: null,
  heading: null,
  altitude: null,
  satellites: null,
  battery: null,
  rssi: null,
  worn: null,
  heartRate: null,
  crs: null,
  system: null,
};
