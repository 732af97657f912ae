import { cursor, type Cursor } from '#libs/kernel';
import type { ConsoleEvent } from '#libs/protocol';
import { iso } from './row-time.js';
import { statement, type Database } from './statement.js';

const readFeed = statement<{
  cursor: string;
  type: ConsoleEvent['type'];
  at: Date;
  division: string | null;
  data: unknown;
}>('read_feed');
const readBounds = statement<{ oldest: string; newest: string }>('read_feed_bounds');

/** An event, and whose it is (null: everybody's). */
export interface FeedEvent {
  readonly division: string | null;
  readonly event: ConsoleEvent;
}

export interface FeedReader {
  readonly division: string;
  /** False for who may only hear of the platform itself. */
  readonly seesPeople: boolean;
}

/** The console feed. Cursors are in commit order: below the newest that can be read nothing will appear any more. */
export class FeedView {
  constructor(private readonly db: Database) {}

  async bounds(): Promise<{ oldest: Cursor; newest: Cursor }> {
    const [row] = await readBounds(this.db);
    return { oldest: cursor(row?.oldest ?? '0'), newest: cursor(row?.newest ?? '0') };
  }

  /** What one reader is told after a cursor, up to and with another; at most `limit`. */
  async read(reader: FeedReader, after: Cursor, upTo: Cursor, limit: number): Promise<FeedEvent[]> {
    const rows = await readFeed(this.db, after, upTo, reader.division, reader.seesPeople, limit);
    return rows.map(({ cursor, type, at, division, data }) => ({
      division,
      event: { cursor, type, at: iso(at), data } as ConsoleEvent,
    }));
  }
}
