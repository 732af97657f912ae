import { instant, type Instant, type SuperviseeId } from '#libs/kernel';
import type { Observation } from '#libs/rules';
import type { LaneAt } from './engine-snapshot.store.js';
import { readObservation } from './observation-row.js';
import { statement, textStatement, type Database } from './statement.js';

const readLaneRecords = textStatement('read_lane_records');
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
    return rows.map((row) => readObservation(row, 0));
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
