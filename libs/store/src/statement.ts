import { readFileSync } from 'node:fs';

/** The little of a driver's client that a statement needs; a pool, a client in a transaction, or a test's own. */
export interface Database {
  query(query: {
    name: string;
    text: string;
    values: unknown[];
  }): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

export type Statement<Row> = (db: Database, ...values: unknown[]) => Promise<Row[]>;

/** Binds `sql/<name>.sql` as a prepared statement of that name. `Row` is what its header says the rows are. */
export function statement<Row = never>(name: string): Statement<Row> {
  const text = readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), 'utf8');
  return async (db, ...values) => (await db.query({ name, text, values })).rows as Row[];
}
