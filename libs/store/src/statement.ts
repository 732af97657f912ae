import { readFileSync } from 'node:fs';

export interface Query {
  name: string;
  text: string;
  values: unknown[];
  /** Rows as arrays instead of objects. */
  rowMode?: 'array';
  /** How values are read; without it as the driver does. */
  types?: { getTypeParser(): (text: string) => string };
}

/** The little of a driver's client that a statement needs; a pool, a client in a transaction, or a test's own. */
export interface Database {
  query(query: Query): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

export type Statement<Row> = (db: Database, ...values: unknown[]) => Promise<Row[]>;

/** Binds `sql/<name>.sql` as a prepared statement of that name. `Row` is what its header says the rows are. */
export function statement<Row = never>(name: string): Statement<Row> {
  const text = readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), 'utf8');
  return async (db, ...values) => (await db.query({ name, text, values })).rows as Row[];
}

/**
 * The same for what is read by the thousand: each row is the text of its columns, in their order. The driver's making of
 * objects, dates and numbers that nobody needs costs more than the query.
 */
export function textStatement(name: string): Statement<readonly (string | null)[]> {
  const text = readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), 'utf8');
  return async (db, ...values) =>
    (await db.query({ name, text, values, rowMode: 'array', types: asItCame })).rows as (string | null)[][];
}

const asItCame = { getTypeParser: () => (text: string) => text };
