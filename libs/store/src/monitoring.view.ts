import { conditionNames, type Condition, type Degradation } from '#libs/protocol';
import { degradationOf, standingOf, type ConditionRow } from './monitoring.store.js';
import type { FeedReader } from './feed.view.js';
import { iso, isoOrNull } from './row-time.js';
import { statement, type Database } from './statement.js';

const readConditions = statement<ConditionRow>('read_conditions');
const readRound = statement<{ finished_at: Date | null; age_s: number | null }>('read_monitoring_round');
const readLanes = statement<{ supervisee_id: string; stopped_at: Date }>('read_stopped_lanes');

const known: ReadonlySet<string> = new Set(conditionNames);

/** How the platform stands, as consoles and REST show it. */
export class MonitoringView {
  constructor(private readonly db: Database) {}

  /** Everything that is watched, in the order of the catalogue. */
  async conditions(): Promise<Condition[]> {
    // A newer version may have measured what we do not know.
    const rows = (await readConditions(this.db)).filter((row) => known.has(row.what));
    return rows
      .map((row) => ({ ...degradationOf(standingOf(row)), state: row.state }))
      .sort((a, b) => conditionNames.indexOf(a.what as never) - conditionNames.indexOf(b.what as never));
  }

  /** Supervisees of the reader's jurisdiction whose records are not judged; who may see nobody is told how many. */
  async stopped({ division, seesPeople }: FeedReader): Promise<Degradation[]> {
    const rows = await readLanes(this.db, division);
    const [first] = rows;
    if (first === undefined) return [];
    if (!seesPeople) return [{ what: 'supervisees', since: iso(first.stopped_at), value: rows.length }];
    return rows.map((row) => ({ what: `supervisee ${row.supervisee_id}`, since: iso(row.stopped_at) }));
  }

  /** What is degraded, for one reader. */
  async degraded(reader: FeedReader): Promise<Degradation[]> {
    const conditions = (await this.conditions()).filter(({ state }) => state === 'degraded');
    return [...conditions.map(({ state: _, ...rest }) => rest), ...(await this.stopped(reader))];
  }

  /** When everything was last measured, and how long ago by the database's clock; nulls before the first time. */
  async lastRound(): Promise<{ at: string | null; ageSeconds: number | null }> {
    const [row] = await readRound(this.db);
    return { at: isoOrNull(row?.finished_at ?? null), ageSeconds: row?.age_s ?? null };
  }
}
