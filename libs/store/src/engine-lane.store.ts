import { instant, superviseeId, type Instant, type Millis, type SuperviseeId } from '#libs/kernel';
import type { Observation } from '#libs/rules';
import type { LaneAt } from './engine-snapshot.store.js';
import { statement, type Database } from './statement.js';

const readLaneRecords = statement<{
  supervisee_id: string;
  device_id: string;
  life: number;
  seq: string;
  at: Date;
  received_at: Date;
  clock_offset_ms: string | null;
  kind: string;
  lat: number | null;
  lon: number | null;
  accuracy_m: number | null;
  source: string | null;
}>('read_lane_records');
const stopLane = statement<{ supervisee_id: string }>('stop_lane');
const resumeLane = statement<{ stopped_at: Date }>('resume_lane');
const listStoppedLanes = statement<{ supervisee_id: SuperviseeId }>('list_stopped_lanes');

/** The records of supervisees as the engine folds them, and whether it does. */
export class EngineLaneStore {
  constructor(private readonly db: Database) {}

  /** From a time on, stored by transactions below `arrival`; in no particular order. */
  async records(lanes: readonly LaneAt[], arrival: string): Promise<Observation[]> {
    const ids = lanes.map(({ superviseeId }) => superviseeId);
    const times = lanes.map(({ at }) => new Date(at));
    const rows = await readLaneRecords(this.db, ids, times, arrival);
    return rows.map((row) => ({
      superviseeId: superviseeId(row.supervisee_id),
      deviceId: row.device_id,
      life: row.life,
      seq: Number(row.seq),
      at: instant(row.at.getTime()),
      receivedAt: instant(row.received_at.getTime()),
      clockOffset: row.clock_offset_ms === null ? null : (Number(row.clock_offset_ms) as Millis),
      kind: row.kind,
      lat: row.lat,
      lon: row.lon,
      accuracy: row.accuracy_m,
      source: row.source,
    }));
  }

  /** True when it ran until now. */
  async stop(id: SuperviseeId, at: Instant, reason: string): Promise<boolean> {
    return (await stopLane(this.db, id, new Date(at), reason)).length > 0;
  }

  /** Since when it was stopped; undefined when it was not. */
  async resume(id: SuperviseeId): Promise<Instant | undefined> {
    const [row] = await resumeLane(this.db, id);
    return row && instant(row.stopped_at.getTime());
  }

  async stopped(parts: readonly number[]): Promise<SuperviseeId[]> {
    return (await listStoppedLanes(this.db, parts)).map((row) => row.supervisee_id);
  }
}
