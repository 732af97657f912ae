import type { DeviceId, Instant } from '#libs/kernel';
import { standingOf, UNNUMBERED, type Device, type DeviceHealth, type MemoryLife } from '#libs/protocol';
import { DeviceStreamStore } from './device-stream.store.js';
import { iso, isoOrNull } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: string;
  readonly model: string | null;
  readonly division: string;
  readonly interval_s: number;
  readonly created_at: Date;
  readonly supervisee_id: string | null;
  readonly online: boolean | null;
  readonly last_received_at: Date | null;
  readonly battery_pct: number | null;
  readonly clock_offset_s: number | null;
}

const listIds = statement<{ id: DeviceId; silent_since: string }>('list_device_ids');
const read = statement<Row>('read_devices');
const countRecords = statement<{ records: number; sealed: number; quarantined: number }>('count_device_records');
const readQuarantine = statement<{
  received_at: Date;
  topic: string;
  reason: string;
  detail: string;
  payload_bytes: string;
  copies: string;
}>('read_device_quarantine');
const readGaps = statement<{
  life: number;
  seq_from: number;
  seq_to: number;
  state: DeviceHealth['holes'][number]['state'];
  found_at: Date;
  asked: number;
  closed_at: Date | null;
}>('read_device_gaps');
const readRefusals = statement<{ at: Date; reason: string; detail: string; copies: string }>('read_device_refusals');

/** How many refused messages and attempts a screen shows. */
const SHOWN = 50;

/** Where a page ended: microseconds of the epoch of the last receipt (0 for never), and the device. */
export type DevicePlace = readonly [silentSince: string, id: string];

export class DeviceView {
  constructor(private readonly db: Database) {}

  /** The longest silent first, with the place of each. */
  async list(
    jurisdiction: string,
    after: DevicePlace,
    limit: number,
    at: Instant,
  ): Promise<{ device: Device; place: DevicePlace }[]> {
    const places = await listIds(this.db, jurisdiction, ...after, limit);
    const ids = places.map(({ id }) => id);
    const rows = await read(this.db, ids, jurisdiction, new Date(at));
    const byId = new Map(rows.map((row) => [row.id, deviceOf(row)]));
    return places.flatMap(({ id, silent_since }) => {
      const device = byId.get(id);
      return device === undefined ? [] : [{ device, place: [silent_since, id] as const }];
    });
  }

  async find(id: DeviceId, jurisdiction: string, at: Instant): Promise<Device | undefined> {
    const [row] = await read(this.db, [id], jurisdiction, new Date(at));
    return row && deviceOf(row);
  }

  async health(id: DeviceId, jurisdiction: string, at: Instant): Promise<DeviceHealth | undefined> {
    const device = await this.find(id, jurisdiction, at);
    if (device === undefined) return undefined;
    const [counts] = await countRecords(this.db, id);
    return {
      ...device,
      streams: await this.#streams(id),
      holes: await this.#holes(id),
      records: counts?.records ?? 0,
      sealed: counts?.sealed ?? 0,
      quarantined: counts?.quarantined ?? 0,
      refusals: await this.#refusals(id),
      quarantine: await this.#quarantine(id),
    };
  }

  async #streams(id: DeviceId): Promise<DeviceHealth['streams']> {
    const lives = (await new DeviceStreamStore(this.db).lives([id])).get(id) ?? [];
    return [...lives].sort((a, b) => b.life - a.life).map(streamOf);
  }

  async #holes(id: DeviceId): Promise<DeviceHealth['holes']> {
    const rows = await readGaps(this.db, id, SHOWN);
    return rows.map(({ life, seq_from, seq_to, state, found_at, asked, closed_at }) => {
      return { life, from: seq_from, to: seq_to, state, foundAt: iso(found_at), asked, closedAt: isoOrNull(closed_at) };
    });
  }

  async #refusals(id: DeviceId): Promise<DeviceHealth['refusals']> {
    const rows = await readRefusals(this.db, id, SHOWN);
    return rows.map((row) => ({ ...row, at: iso(row.at), copies: Number(row.copies) }));
  }

  async #quarantine(id: DeviceId): Promise<DeviceHealth['quarantine']> {
    const rows = await readQuarantine(this.db, id, SHOWN);
    return rows.map(({ received_at, topic, reason, detail, payload_bytes, copies }) => ({
      receivedAt: iso(received_at),
      topic,
      reason,
      detail,
      bytes: Number(payload_bytes),
      copies: Number(copies),
    }));
  }
}

function streamOf(life: MemoryLife): DeviceHealth['streams'][number] {
  const isNumbered = life.life !== UNNUMBERED;
  const { ack = 0, holes } = standingOf(life);
  const gaps = [
    ...holes.map(([from, to]) => ({ from, to, state: 'missing' as const })),
    ...life.gone.map(([from, to]) => ({ from, to, state: 'gone' as const })),
  ].sort((a, b) => a.from - b.from);
  return {
    life: life.life,
    boot: life.boot,
    // Without numbers nothing is acknowledged and nothing can be missing.
    ack: isNumbered ? ack : 0,
    newestSeq: life.newestSeq,
    gaps: isNumbered ? gaps.slice(0, SHOWN) : [],
  };
}

function deviceOf(row: Row): Device {
  return {
    id: row.id,
    model: row.model,
    division: row.division,
    intervalSeconds: row.interval_s,
    superviseeId: row.supervisee_id,
    online: row.online,
    lastReceivedAt: isoOrNull(row.last_received_at),
    batteryPercent: row.battery_pct,
    clockOffsetSeconds: row.clock_offset_s,
    createdAt: iso(row.created_at),
  };
}
