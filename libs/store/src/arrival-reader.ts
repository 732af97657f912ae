import { instant, superviseeId, type Instant, type Millis, type SuperviseeId } from '#libs/kernel';
import type { UplinkRecord } from '#libs/protocol';
import { statement, type Database } from './statement.js';

interface Row {
  horizon: string;
  arrival: string | null;
  device_id: string;
  life: number;
  seq: string;
  at: Date;
  received_at: Date;
  supervisee_id: string;
  part: number;
  boot: number;
  kind: string;
  lat: number | null;
  lon: number | null;
  accuracy_m: number | null;
  source: string | null;
  speed_ms: number | null;
  heading_deg: number | null;
  altitude_m: number | null;
  satellites: number | null;
  battery_pct: number | null;
  rssi_dbm: number | null;
  worn: boolean | null;
  heart_rate: number | null;
  crs: 'gcj02' | 'bd09' | null;
  clock_offset_ms: string | null;
  extra: Record<string, unknown> | null;
}
const readArrivals = statement<Row>('read_arrivals');

/** A record as it is stored: whose it is, and by which transaction it came. */
export interface StoredRecord extends UplinkRecord {
  readonly superviseeId: SuperviseeId;
  readonly part: number;
  readonly life: number;
  /** The transaction that stored it. */
  readonly arrival: string;
}

export interface Arrivals {
  /** By transaction; within one in no particular order. */
  readonly records: readonly StoredRecord[];
  /** Where to go on: everything below has been read. */
  readonly next: string;
  /** Whether there is more to be had at once. */
  readonly more: boolean;
}

/** Reads records in the order in which the transactions that stored them were decided; see ADR 3. */
export class ArrivalReader {
  constructor(private readonly db: Database) {}

  /**
   * What has been stored from a cursor on ('0' for everything), of some partitions or of all. At least `limit` records
   * when there are so many, and never part of a transaction.
   */
  async read(from: string, partitions: readonly number[] | null = null, limit = 10_000): Promise<Arrivals> {
    const rows = await readArrivals(this.db, from, partitions, limit);
    const horizon = rows[0]?.horizon ?? from;
    const records = rows.filter((row) => row.arrival !== null).map(storedRecord);
    const last = records.at(-1);
    const more = last !== undefined && records.length >= limit;
    // After a failover to a copy that was behind, the horizon lies before the cursor: it leads back, and nothing is skipped.
    return { records, next: more ? String(BigInt(last.arrival) + 1n) : horizon, more };
  }

  /** A cursor behind which nothing has been stored yet. */
  async now(): Promise<string> {
    const [row] = await readArrivals(this.db, String(2n ** 63n - 1n), null, 1);
    if (row === undefined) throw new Error('the database has no horizon');
    return row.horizon;
  }
}

function storedRecord(row: Row): StoredRecord {
  return {
    superviseeId: superviseeId(row.supervisee_id),
    part: row.part,
    arrival: row.arrival ?? '0',
    deviceId: row.device_id,
    life: row.life,
    boot: row.boot,
    seq: Number(row.seq),
    at: timeOf(row.at),
    receivedAt: timeOf(row.received_at),
    clockOffset: row.clock_offset_ms === null ? null : (Number(row.clock_offset_ms) as Millis),
    kind: row.kind,
    lat: row.lat,
    lon: row.lon,
    accuracy: row.accuracy_m,
    source: row.source,
    speed: row.speed_ms,
    heading: row.heading_deg,
    altitude: row.altitude_m,
    satellites: row.satellites,
    battery: row.battery_pct,
    rssi: row.rssi_dbm,
    worn: row.worn,
    heartRate: row.heart_rate,
    crs: row.crs,
    extra: row.extra,
  };
}

const timeOf = (at: Date): Instant => instant(at.getTime());
