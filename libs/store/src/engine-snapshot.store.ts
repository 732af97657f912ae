import type { Instant, SuperviseeId } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const addSnapshots = statement('add_engine_snapshots');
const thinSnapshots = statement('thin_engine_snapshots');
const dropSnapshots = statement('drop_engine_snapshots');
const findSnapshot = statement<{ state: unknown }>('find_engine_snapshot');

export interface EngineSnapshot {
  readonly superviseeId: SuperviseeId;
  /** Event time up to which records are in it. */
  readonly watermark: Instant;
  readonly state: unknown;
}

/** What the engine remembers of supervisees, from time to time. */
export class EngineSnapshotStore {
  constructor(
    private readonly db: Database,
    /** Names the rules: what others made is not found. */
    private readonly rules: string,
  ) {}

  async add(snapshots: readonly EngineSnapshot[], arrival: string, takenAt: Instant): Promise<void> {
    if (snapshots.length === 0) return;
    const ids = snapshots.map(({ superviseeId }) => superviseeId);
    const watermarks = snapshots.map(({ watermark }) => new Date(watermark));
    const states = snapshots.map(({ state }) => JSON.stringify(state));
    await addSnapshots(this.db, ids, watermarks, arrival, this.rules, states, new Date(takenAt));
    await thinSnapshots(this.db, ids);
  }

  /** The state of the last one before a time, or of the last of all. */
  async last(superviseeId: SuperviseeId, before: Instant | null): Promise<unknown> {
    const [row] = await findSnapshot(this.db, superviseeId, before === null ? null : new Date(before), this.rules);
    return row?.state;
  }

  /** Removes those from a time on. */
  async drop(superviseeId: SuperviseeId, from: Instant): Promise<void> {
    await dropSnapshots(this.db, superviseeId, new Date(from));
  }
}
