import { days, type Instant } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const ensureRecordDays = statement<{ made: number }>('ensure_record_days');

/** As far ahead as partitions are made: a week in which nobody need look after them. */
const AHEAD = days(7);

/** Makes the days around a time into partitions of their own; answers how many were missing. */
export async function makeRecordDays(db: Database, now: Instant): Promise<number> {
  const [row] = await ensureRecordDays(db, dayOf(now - days(1)), dayOf(now + AHEAD));
  return row?.made ?? 0;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
