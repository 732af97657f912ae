import { deviceId, instant, superviseeId, type DeviceId, type Instant, type SuperviseeId } from '#libs/kernel';
import { statement, type Database } from './statement.js';

/** A stored record as rules and the live map read it. Units as in the table: degrees, metres, m/s, percent. */
export interface ArrivedRecord {
  readonly deviceId: DeviceId;
  readonly life: number;
  readonly seq: number;
  /** By the device's clock. */
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly arrival: string;
  readonly superviseeId: SuperviseeId;
  readonly part: number;
  readonly boot: number;
  readonly kind: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracy: number | null;
  readonly source: string | null;
  readonly speed: number | null;
  readonly heading: number | null;
  readonly battery: number | null;
  readonly worn: boolean | null;
  /** Set when the device's clock is not believed. */
  readonly clockOffsetMs: number | null;
}

export interface RecordRow {
  readonly device_id: string;
  readonly life: number;
  readonly seq: string;
  readonly at: Date;
  readonly received_at: Date;
  readonly arrival: string;
  readonly supervisee_id: string;
  readonly part: number;
  readonly boot: number;
  readonly kind: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracy_m: number | null;
  readonly source: string | null;
  readonly speed_ms: number | null;
  readonly heading_deg: number | null;
  readonly battery_pct: number | null;
  readonly worn: boolean | null;
  readonly clock_offset_ms: string | null;
}

const readHorizon = statement<{ horizon: string }>('read_arrival_horizon');
const readArrivals = statement<RecordRow>('read_arrivals');

/** The place in the order of arrival below which everything is decided now. */
export async function arrivalHorizon(db: Database): Promise<string> {
  const [row] = await readHorizon(db);
  if (row === undefined) throw new Error('the database has no horizon');
  return row.horizon;
}

/**
 * Hands out every stored record once, in the order in which the transactions were decided. A serial number would be
 * handed out before its transaction commits, and whoever remembers "the last one I saw" skips a slower transaction's rows.
 */
export class ArrivalReader {
  #cursor: string;

  /** `from`: the first arrival to read; `parts`: whose records, everybody's when absent. */
  constructor(
    private readonly db: Database,
    from: string,
    private readonly parts: readonly number[] | null = null,
  ) {
    this.#cursor = from;
  }

  /** Everything below it has been handed out. */
  get cursor(): string {
    return this.#cursor;
  }

  async next(): Promise<ArrivedRecord[]> {
    const horizon = await arrivalHorizon(this.db);
    if (BigInt(horizon) <= BigInt(this.#cursor)) return [];
    const rows = await readArrivals(this.db, this.#cursor, horizon, this.parts);
    this.#cursor = horizon;
    return rows.map(recordOf);
  }
}

export function recordOf(row: RecordRow): ArrivedRecord {
  return {
    deviceId: deviceId(row.device_id),
    life: row.life,
    seq: Number(row.seq),
    at: instant(row.at.getTime()),
    receivedAt: instant(row.received_at.getTime()),
    arrival: row.arrival,
    superviseeId: superviseeId(row.supervisee_id),
    part: row.part,
    boot: row.boot,
    kind: row.kind,
    lat: row.lat,
    lon: row.lon,
    accuracy: row.accuracy_m,
    source: row.source,
    speed: row.speed_ms,
    heading: row.heading_deg,
    battery: row.battery_pct,
    worn: row.worn,
    clockOffsetMs: row.clock_offset_ms === null ? null : Number(row.clock_offset_ms),
  };
}
