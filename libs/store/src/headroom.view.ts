import type { Instant, Millis } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const readIdentifiers = statement<{ name: string; used: number }>('read_identifier_use');
const readTransactions = statement<{ transactions: number; multixacts: number }>('read_transaction_use');
const countDays = statement<{ ahead: number | null }>('count_record_days');
const countElsewhere = statement<{ records: number | null }>('count_elsewhere');
const readConnections = statement<{ used: number }>('read_connection_use');
const readSize = statement<{ bytes: string }>('read_database_size');
const readConnected = statement<{ devices: number; interval_s: number | null }>('read_connected_devices');
const countGone = statement<{ connected: number; gone: number }>('count_gone_devices');
const countUnowned = statement<{ partitions: number }>('count_unowned_partitions');

/** As many connected wristbands are looked at: they are asked for the shortest interval, not counted. */
const SAMPLE = 1_000;

/** How much room is left in the database, and whether what should move in it moves. Shares are in percent. */
export class HeadroomView {
  constructor(private readonly db: Database) {}

  /** The sequence or the 32-bit column of which most is used. */
  async identifiers(): Promise<{ name: string; used: number } | undefined> {
    return (await readIdentifiers(this.db))[0];
  }

  async transactions(): Promise<{ transactions: number; multixacts: number }> {
    return one(await readTransactions(this.db));
  }

  /** Daily partitions after today; null where the table makes its own. */
  async daysAhead(now: Instant): Promise<number | null> {
    return one(await countDays(this.db, new Date(now))).ahead;
  }

  /** Records outside every daily partition, counted up to `most`; null where there is no such place. */
  async elsewhere(most: number): Promise<number | null> {
    return one(await countElsewhere(this.db, most)).records;
  }

  async connections(): Promise<number> {
    return one(await readConnections(this.db)).used;
  }

  async databaseBytes(): Promise<number> {
    return Number(one(await readSize(this.db)).bytes);
  }

  /** The shortest reporting interval of the worn wristbands that say that they are connected; null when there is none. */
  async connectedInterval(now: Instant): Promise<number | null> {
    return one(await readConnected(this.db, new Date(now), SAMPLE)).interval_s;
  }

  /** Wristbands that are connected, and worn ones that were so lately and are no more. */
  async gone(now: Instant, lately: Millis): Promise<{ connected: number; gone: number }> {
    return one(await countGone(this.db, new Date(now), lately));
  }

  async unownedPartitions(): Promise<number> {
    return one(await countUnowned(this.db)).partitions;
  }
}

function one<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('a statement that always has a row had none');
  return row;
}
