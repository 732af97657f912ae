import { groupedBy, type AlertId, type Instant, type SearchId, type SuperviseeId } from '#libs/kernel';
import type { Search } from '#libs/protocol';
import { iso } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: SearchId;
  readonly alert_id: AlertId;
  readonly lost_at: Date;
  readonly created_at: Date;
  readonly ground: string | null;
  readonly version: number;
  readonly state: Search['state'];
  readonly note: string | null;
  readonly made_by: string | null;
  readonly made_at: Date;
}

const openSearch = statement<{ id: SearchId }>('open_search');
const followSearch = statement<{ id: SearchId }>('follow_search');
const readSearches = statement<Row>('read_searches');

/** Searches for somebody who has lost contact (查找), version by version. */
export class SearchStore {
  constructor(private readonly db: Database) {}

  async open(superviseeId: SuperviseeId, alertId: AlertId, lostAt: Instant, at: Instant): Promise<SearchId> {
    const [row] = await openSearch(this.db, superviseeId, alertId, new Date(lostAt), new Date(at));
    if (row === undefined) throw new Error('a search was opened and has no id');
    return row.id;
  }

  /** A further version; undefined when no search was opened with the alert. */
  async follow(
    alertId: AlertId,
    state: Exclude<Search['state'], 'opened'>,
    note: string | null,
    at: Instant,
  ): Promise<SearchId | undefined> {
    return (await followSearch(this.db, alertId, state, note, new Date(at)))[0]?.id;
  }

  /** All of a supervisee, newest first. */
  async listOf(superviseeId: SuperviseeId): Promise<Search[]> {
    const rows = await readSearches(this.db, superviseeId);
    return [...groupedBy(rows, (row) => row.id).values()].map((versions) => searchOf(superviseeId, versions));
  }
}

function searchOf(superviseeId: SuperviseeId, versions: readonly Row[]): Search {
  const newest = versions.at(-1) as Row;
  return {
    id: newest.id,
    superviseeId,
    alertId: newest.alert_id,
    state: newest.state,
    ground: newest.ground,
    lostAt: iso(newest.lost_at),
    openedAt: iso(newest.created_at),
    versions: versions.map((row) => ({
      version: row.version,
      state: row.state,
      at: iso(row.made_at),
      by: row.made_by,
      note: row.note,
    })),
  };
}
