import { instant, type Instant } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const readDays = statement<{
  day: string;
  monitored_ms: number;
  silent_ms: number;
  no_position_ms: number;
  no_basis_ms: number;
  records: number;
  fixes: number;
  distance_m: number;
  battery_min: number | null;
  longest_silence_ms: number;
  through: Date;
}>('read_monitored_days');
const recomputeDay = statement<{
  hours: number;
  different: number;
  monitored_ms: number;
  silent_ms: number;
  no_position_ms: number;
  no_basis_ms: number;
}>('recompute_monitored_day');

/** Milliseconds in which a wristband was bound, and what it was good for: together all of them. */
export interface TimeSpent {
  readonly monitored: number;
  readonly silent: number;
  readonly noPosition: number;
  readonly noLegalBasis: number;
}

export interface MonitoredDay extends TimeSpent {
  /** China's, as `2026-05-10`. */
  readonly day: string;
  readonly records: number;
  readonly fixes: number;
  readonly metres: number;
  readonly batteryMin: number | null;
  readonly longestSilence: number;
  /** The end of the last hour that is in it. */
  readonly through: Instant;
}

/** The monitored-time ledger. */
export class MonitoredTimeView {
  constructor(private readonly db: Database) {}

  async days(superviseeId: string, first: string, last: string): Promise<MonitoredDay[]> {
    return (await readDays(this.db, superviseeId, first, last)).map((row) => ({
      ...spentOf(row),
      day: row.day,
      records: row.records,
      fixes: row.fixes,
      metres: row.distance_m,
      batteryMin: row.battery_min,
      longestSilence: row.longest_silence_ms,
      through: instant(row.through.getTime()),
    }));
  }

  /** The same from the records: what the day comes to now, and how many of its hours are on file otherwise. */
  async recompute(superviseeId: string, day: string): Promise<TimeSpent & { hours: number; different: number }> {
    const [row] = await recomputeDay(this.db, superviseeId, day);
    if (row === undefined) throw new Error('a sum has no row');
    return { ...spentOf(row), hours: row.hours, different: row.different };
  }
}

const spentOf = (row: {
  readonly monitored_ms: number;
  readonly silent_ms: number;
  readonly no_position_ms: number;
  readonly no_basis_ms: number;
}): TimeSpent => ({
  monitored: row.monitored_ms,
  silent: row.silent_ms,
  noPosition: row.no_position_ms,
  noLegalBasis: row.no_basis_ms,
});
