import type { SuperviseeId } from '#libs/kernel';
import { judgedAt, type PlacedRecord, type UplinkRecord } from '#libs/protocol';
import { arrayText, jsonbText } from './array-text.js';

/** The parameters of insert_records.sql, with whom each record tells of; or of seal_records.sql, without. */
export function recordColumns(placed: readonly PlacedRecord[], people: readonly SuperviseeId[] = []): unknown[] {
  const records = placed.map(({ record }) => record);
  const plain = <Key extends keyof UplinkRecord>(key: Key & PlainKey): string =>
    arrayText(records.map((record) => record[key]));
  const single = (key: SingleKey): string => arrayText(records.map((record) => singlePrecision(record[key])));
  const times = (time: (record: UplinkRecord) => number): string => arrayText(records.map(time));
  return [
    plain('deviceId'),
    arrayText(placed.map(({ life }) => life)),
    plain('seq'),
    times((record) => record.at),
    times((record) => record.receivedAt),
    arrayText(people),
    plain('boot'),
    records.map((record) => record.kind),
    plain('lat'),
    plain('lon'),
    single('accuracy'),
    records.map((record) => record.source),
    single('speed'),
    single('heading'),
    single('altitude'),
    plain('satellites'),
    single('battery'),
    plain('rssi'),
    plain('worn'),
    plain('heartRate'),
    plain('crs'),
    plain('clockOffset'),
    records.map((record) => (record.extra === null ? null : jsonbText(record.extra))),
  ];
}

/**
 * The time that orders and bindings are compared with. OwnTracks cuts its times to whole seconds, so what it observed in
 * the second in which a device was bound would seem to come before the binding: the end of that second counts.
 */
export function coveredAt({ life, record }: PlacedRecord): number {
  const at = judgedAt(record);
  return life === 0 ? Math.max(at, Math.min(at + 999, record.receivedAt)) : at;
}

type SingleKey = 'accuracy' | 'speed' | 'heading' | 'altitude' | 'battery';
/** Device identifiers and names of coordinate systems have no character that an array would want quoted. */
type PlainKey =
  'deviceId' | 'seq' | 'boot' | 'lat' | 'lon' | 'satellites' | 'rssi' | 'worn' | 'heartRate' | 'crs' | 'clockOffset';

/** PostgreSQL refuses a `real` that is too small for it; to us it is nothing. */
const singlePrecision = (value: number | null): number | null =>
  value !== null && Math.abs(value) < 1e-30 ? 0 : value;
