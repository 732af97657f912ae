import type { Observation } from '#libs/rules';
import { readObservation } from './observation-row.js';
import { textStatement, type Database } from './statement.js';

const readArrivals = textStatement('read_arrivals');

/** What readers see of a record, and by which transaction it was stored. */
export interface StoredRecord extends Observation {
  readonly arrival: string;
}

export interface Arrivals {
  /** By transaction; within one in no particular order. */
  readonly records: readonly StoredRecord[];
  /** Where to go on: everything below has been read. */
  readonly next: string;
  /** Whether there is more to be had at once. */
  readonly more: boolean;
}

/** Reads records in the order in which the transactions that stored them were decided; see ADR 3. */
export class ArrivalReader {
  constructor(private readonly db: Database) {}

  /**
   * What has been stored from a cursor on ('0' for everything), of some partitions or of all. At least `limit` records
   * when there are so many, and never part of a transaction.
   */
  async read(from: string, partitions: readonly number[] | null = null, limit = 10_000): Promise<Arrivals> {
    const rows = await readArrivals(this.db, from, partitions, limit);
    const horizon = rows[0]?.[0] ?? from;
    const records = rows.flatMap((row) => {
      const arrival = row[1];
      return arrival == null ? [] : [{ ...readObservation(row, 2), arrival }];
    });
    const last = records.at(-1);
    const more = last !== undefined && records.length >= limit;
    // After a failover to a copy that was behind, the horizon lies before the cursor: it leads back, and nothing is skipped.
    return { records, next: more ? String(BigInt(last.arrival) + 1n) : horizon, more };
  }

  /** A cursor behind which nothing has been stored yet. */
  async now(): Promise<string> {
    const [row] = await readArrivals(this.db, String(2n ** 63n - 1n), null, 1);
    const horizon = row?.[0];
    if (horizon == null) throw new Error('the database has no horizon');
    return horizon;
  }
}
