import type { Instant } from '#libs/kernel';
import { hours, isoInShanghai } from '#libs/kernel';
import type { PostgresDatabase } from './database.js';
import { act, writeJournal } from './journal.js';
import { statement } from './statement.js';

const deleteOld = statement<{
  what: string;
  supervisee_id: string | null;
  place: string | null;
  people: string | null;
  records: string;
}>('delete_old_records');
const deleteFeed = statement<{ events: number }>('delete_old_feed');
const compressDay = statement<{ day: string | null }>('compress_record_day');

export interface Deleted {
  readonly what: string;
  /** Whose, when it was one person's. */
  readonly superviseeId: string | null;
  /** The day, when it was a whole one. */
  readonly day: string | null;
  readonly records: number;
}

/** What becomes of records in time: compressed after a week, deleted when policy no longer keeps them and nobody holds them. */
export class RetentionStore {
  constructor(private readonly db: PostgresDatabase) {}

  /** Deletes, and writes into the audit log what and how much, in one transaction. People beyond the limit wait their turn. */
  async delete(now: Instant, people: number): Promise<Deleted[]> {
    return this.db.transaction(async (tx) => {
      const deleted = (await deleteOld(tx, isoInShanghai(now).slice(0, 10), people)).map((row) => ({
        what: row.what,
        superviseeId: row.supervisee_id,
        day: row.place,
        people: row.people === null ? null : Number(row.people),
        records: Number(row.records),
      }));
      if (deleted.length > 0) {
        const acts = deleted.map(({ superviseeId, ...detail }) =>
          act(now, {
            ...{ actor: 'system:worker', role: 'system', action: 'records.deleted', purpose: null, division: null },
            subject: superviseeId === null ? `retention:${detail.what}` : `supervisee:${superviseeId}`,
            detail,
          }),
        );
        await writeJournal(tx, acts);
      }
      return deleted;
    });
  }

  /** Deletes events that no console is told any more, the oldest first; how many, and that is in the audit log, too. */
  async deleteFeed(now: Instant, atOnce: number): Promise<number> {
    return this.db.transaction(async (tx) => {
      const [{ events } = { events: 0 }] = await deleteFeed(tx, isoInShanghai(now).slice(0, 10), atOnce);
      if (events > 0) {
        const gone = act(now, {
          ...{ actor: 'system:worker', role: 'system', action: 'records.deleted', purpose: null, division: null },
          subject: 'retention:feed_event',
          detail: { what: 'feed_event', records: events },
        });
        await writeJournal(tx, [gone]);
      }
      return events;
    });
  }

  /** Compresses one day that ended so long ago; says which, or null when there is none (on plain PostgreSQL always). */
  async compressOne(now: Instant, afterDays: number): Promise<string | null> {
    const before = new Date(now - hours(24 * afterDays)).toISOString().slice(0, 10);
    return (await compressDay(this.db, before))[0]?.day ?? null;
  }
}
