import type { HeadroomView } from '#libs/store';
import { probe, type Probe } from './probe.js';

/** Ingest makes the days of a week ahead. */
const DAYS_AHEAD = 7;
const ELSEWHERE = 'elsewhere: neither DATABASE_DIR nor DATABASE_SIZE_LIMIT_GB is set';
/** What TimescaleDB does by itself. */
const BY_ITSELF = 'timescaledb makes its own chunks';

/** What is known of the room that the database has. */
export interface DatabaseRoom {
  /** Its data directory, when it is on this machine. */
  readonly folder?: string | undefined;
  /** Bytes. */
  readonly sizeLimit?: number | undefined;
}

/** How much room the database has left. */
export const databaseProbes = (view: HeadroomView, { folder, sizeLimit }: DatabaseRoom = {}): Probe[] => [
  probe('identifiers', async () => {
    const most = await view.identifiers();
    return { value: most?.used ?? 0, detail: most?.name ?? null };
  }),
  probe('transactions', async () => {
    const { transactions, multixacts } = await view.transactions();
    return {
      value: Math.max(transactions, multixacts),
      detail: multixacts > transactions ? 'multixacts' : 'transactions',
    };
  }),
  probe('partitions.ahead', async ({ now }) => {
    const ahead = await view.daysAhead(now);
    if (ahead === null) return { value: null, detail: BY_ITSELF };
    const used = Math.max(0, 100 * (1 - ahead / DAYS_AHEAD));
    return { value: used, detail: `${ahead} days` };
  }),
  probe('records.elsewhen', async ({ limit }) => {
    const value = await view.elsewhere(Math.ceil(limit('records.elsewhen')) + 1);
    return value === null ? { value, detail: BY_ITSELF } : { value };
  }),
  probe('connections', async () => ({ value: await view.connections() })),
  probe('disk.database', async () => {
    if (sizeLimit !== undefined) return { value: (100 * (await view.databaseBytes())) / sizeLimit };
    return { value: null, detail: folder === undefined ? ELSEWHERE : 'on this machine: disk.data' };
  }),
  probe('engine.unowned', async () => ({ value: await view.unownedPartitions() })),
];
