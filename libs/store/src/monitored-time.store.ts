import { hours, type Instant } from '#libs/kernel';
import type { PostgresDatabase } from './database.js';
import { statement } from './statement.js';

const readCursor = statement<{ arrival: string; horizon: string; hour: Date }>('read_roll_up_cursor');
const keepCursor = statement('keep_roll_up_cursor');
const markArrived = statement<{ count: number }>('mark_arrived_hours');
const markChanged = statement<{ count: number }>('mark_changed_hours');
const markEnded = statement<{ count: number }>('mark_ended_hours');
const judgeDue = statement<{ count: number }>('judge_due_hours');

/** Rolls records up to hours. Doing it twice, at the same time or after a crash comes to the same rows. */
export class MonitoredTimeStore {
  constructor(private readonly db: PostgresDatabase) {}

  /**
   * Finds what has to be judged: hours that are over, and hours that late records or decisions have changed. Returns how
   * many were found.
   */
  async mark(now: Instant): Promise<number> {
    return this.db.transaction(async (tx) => {
      const [cursor] = await readCursor(tx);
      if (cursor === undefined) return 0;
      const hour = new Date(Math.max(now - (now % hours(1)), cursor.hour.getTime()));
      const found = [
        await markArrived(tx, cursor.arrival, cursor.horizon, hour),
        await markChanged(tx, cursor.arrival, cursor.horizon, hour),
        await markEnded(tx, cursor.hour, hour),
      ];
      await keepCursor(tx, cursor.horizon, hour);
      return found.flat().reduce((sum, { count }) => sum + count, 0);
    });
  }

  /** Judges up to `limit` hours that are due; returns how many there were. */
  async judge(now: Instant, limit: number): Promise<number> {
    return (await judgeDue(this.db, new Date(now), limit))[0]?.count ?? 0;
  }
}
