import pg from 'pg';
import type { Database, Query } from './statement.js';

export interface DatabaseOptions {
  /** postgres://… of the application's own role. */
  readonly url: string;
  /** How the server lists us (`pg_stat_activity.application_name`). */
  readonly name: string;
  readonly max?: number;
}

/** The one pool of a process. Statements run on it, or inside `transaction` on one client of it. */
export class PostgresDatabase implements Database {
  readonly #pool: pg.Pool;

  constructor({ url, name, max = 8 }: DatabaseOptions) {
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: name,
      max,
      connectionTimeoutMillis: 5_000,
      // A process that was paused in the middle of a transaction must not hold the journal lock for ever.
      idle_in_transaction_session_timeout: 30_000,
    });
    // An idle client cut by the server is replaced by the pool; without a listener it would end the process.
    this.#pool.on('error', () => undefined);
  }

  async query(query: Query): Promise<{ rows: unknown[]; rowCount: number | null }> {
    return this.#pool.query(query);
  }

  /** Runs `work` in one transaction on one client; commits when it returns, rolls back when it throws. */
  async transaction<T>(work: (tx: Database) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    // A connection that is lost between two statements says so here, and to nobody else; unheard it would end the process.
    const lost = (error: Error): void => void (broken = error);
    client.on('error', lost);
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((cause: unknown) => {
        broken = new Error('the connection was lost while rolling back', { cause });
      });
      throw error;
    } finally {
      // A broken one may still have something to say while it is closed.
      if (broken === undefined) client.off('error', lost);
      client.release(broken);
    }
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}
