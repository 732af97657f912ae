import pg from 'pg';

/** data exception, integrity constraint violation, program limit exceeded (a value too large for any row or parser). */
const dataClasses: ReadonlySet<string> = new Set(['22', '23', '54']);

/** The lock table is full: TimescaleDB locks every day that a transaction writes to, and a clock gone mad names many. */
const OUT_OF_MEMORY = '53200';

/** Whether less at once may go through where this did not. */
export const isTooMuchAtOnce = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === OUT_OF_MEMORY;

/**
 * Whether the database refused the data themselves, so that sending them again would be refused again. Everything else
 * (no connection, out of disk, a deadlock, a table that is missing) may be better the next time.
 */
export function isRefusedData(error: unknown): error is Error {
  if (error instanceof pg.DatabaseError) return dataClasses.has((error.code ?? '').slice(0, 2));
  // Our own code stumbled over the data before the database could.
  return error instanceof TypeError || error instanceof RangeError;
}
