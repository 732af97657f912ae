import { superviseeId, type SuperviseeId } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const readCoverage = statement<{ device_id: string; supervisee_id: string; from_ms: number; to_ms: number }>(
  'read_device_coverage',
);
const readCoverageChanges = statement<{ horizon: string; device_id: string | null }>('read_coverage_changes');

/** From an instant on and before another (epoch ms) a device lawfully watches somebody: the legal basis of a track. */
export interface Coverage {
  readonly superviseeId: SuperviseeId;
  readonly from: number;
  readonly to: number;
}

export async function coverageOf(db: Database, deviceIds: readonly string[]): Promise<Map<string, Coverage[]>> {
  const coverage = new Map<string, Coverage[]>();
  if (deviceIds.length === 0) return coverage;
  for (const { device_id, supervisee_id, from_ms, to_ms } of await readCoverage(db, deviceIds)) {
    const known = coverage.get(device_id) ?? [];
    known.push({ superviseeId: superviseeId(supervisee_id), from: from_ms, to: to_ms });
    coverage.set(device_id, known);
  }
  return coverage;
}

/** Whom a record of that time may be told of; undefined: nobody. */
export const watchedAt = (coverage: readonly Coverage[], at: number): SuperviseeId | undefined =>
  coverage.find(({ from, to }) => from <= at && at < to)?.superviseeId;

/** Devices whose coverage may be another than it was at a cursor, and the cursor to go on from. */
export interface CoverageChanges {
  readonly next: string;
  readonly deviceIds: readonly string[];
}

export async function coverageChanges(db: Database, from: string): Promise<CoverageChanges> {
  const rows = await readCoverageChanges(db, from);
  return { next: rows[0]?.horizon ?? from, deviceIds: rows.flatMap((row) => row.device_id ?? []) };
}
