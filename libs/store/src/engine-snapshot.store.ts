import { instant, type Instant, type SuperviseeId } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const addSnapshots = statement('add_engine_snapshots');
const thinSnapshots = statement('thin_engine_snapshots');
const dropSnapshots = statement('drop_engine_snapshots');
const findSnapshots = statement<{ supervisee_id: SuperviseeId; state: unknown; superseded: boolean }>(
  'find_engine_snapshots',
);
const findWakes = statement<{ supervisee_id: SuperviseeId; wakes_at: Date }>('find_engine_wakes');

export interface EngineSnapshot {
  readonly superviseeId: SuperviseeId;
  /** Event time up to which records are in it. */
  readonly watermark: Instant;
  /** All that was stored by transactions below this is in it. */
  readonly arrival: string;
  readonly state: unknown;
  /** When rules may find something more though nothing is heard; null: never. */
  readonly wakesAt: Instant | null;
}

/** A supervisee and a time. */
export interface LaneAt {
  readonly superviseeId: SuperviseeId;
  readonly at: Instant;
}

/** What the engine remembers of supervisees, from time to time. */
export class EngineSnapshotStore {
  constructor(
    private readonly db: Database,
    /** Names the rules: what others made is not found. */
    private readonly rules: string,
  ) {}

  async add(snapshots: readonly EngineSnapshot[], takenAt: Instant): Promise<void> {
    if (snapshots.length === 0) return;
    const ids = snapshots.map(({ superviseeId }) => superviseeId);
    const watermarks = snapshots.map(({ watermark }) => new Date(watermark));
    const arrivals = snapshots.map(({ arrival }) => arrival);
    const states = snapshots.map(({ state }) => JSON.stringify(state));
    const wakes = snapshots.map(({ wakesAt }) => (wakesAt === null ? null : new Date(wakesAt)));
    await addSnapshots(this.db, ids, watermarks, arrivals, this.rules, states, new Date(takenAt), wakes);
    await thinSnapshots(this.db, ids);
  }

  /** Of each the state of the last one before its time (undefined: none), and whether there are others from then on. */
  async before(lanes: readonly LaneAt[]): Promise<Map<SuperviseeId, { state: unknown; superseded: boolean }>> {
    const rows = await findSnapshots(this.db, ...columns(lanes), this.rules);
    return new Map(
      rows.map((row) => [row.supervisee_id, { state: row.state ?? undefined, superseded: row.superseded }]),
    );
  }

  /** Whose newest snapshot says that there may be something to be found, and when. Whatever rules made it. */
  async wakes(parts: readonly number[]): Promise<Map<SuperviseeId, Instant>> {
    const rows = await findWakes(this.db, parts);
    return new Map(rows.map((row) => [row.supervisee_id, instant(row.wakes_at.getTime())]));
  }

  /** Removes those from a time on. */
  async drop(lanes: readonly LaneAt[]): Promise<void> {
    if (lanes.length > 0) await dropSnapshots(this.db, ...columns(lanes));
  }
}

const columns = (lanes: readonly LaneAt[]): [SuperviseeId[], Date[]] => [
  lanes.map(({ superviseeId }) => superviseeId),
  lanes.map(({ at }) => new Date(at)),
];
