import { readFile, readdir } from 'node:fs/promises';
import pg from 'pg';

const folder = new URL('./migrations/', import.meta.url);
/** Arbitrary, ours: two migrators of one database wait for each other. */
const LOCK = 7_190_411;

export interface MigrationResult {
  readonly applied: readonly string[];
  readonly timescale: boolean;
}

/** Brings the schema of `url` (a role that may create tables and roles) up to the files in `migrations/`, in order. */
export async function migrate(url: string, onStep: (name: string) => void = () => undefined): Promise<MigrationResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())',
    );
    const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    const known = new Set(
      (await client.query<{ name: string }>('select name from schema_migration')).rows.map((row) => row.name),
    );
    refuseNewer(known, files);
    const applied = files.filter((name) => !known.has(name));
    for (const name of applied) {
      onStep(name);
      await apply(client, name, await readFile(new URL(name, folder), 'utf8'));
    }
    const timescale = (await client.query(`select from pg_extension where extname = 'timescaledb'`)).rowCount === 1;
    return { applied, timescale };
  } finally {
    await client.end();
  }
}

function refuseNewer(known: ReadonlySet<string>, files: readonly string[]): void {
  const unknown = [...known].filter((name) => !files.includes(name));
  if (unknown.length > 0) throw new Error(`the database is newer than this program: it has ${unknown.join(', ')}`);
}

async function apply(client: pg.Client, name: string, sql: string): Promise<void> {
  const alone = sql.startsWith('-- no-transaction');
  try {
    if (!alone) await client.query('begin');
    await client.query('insert into schema_migration (name) values ($1)', [name]);
    await client.query(sql);
    if (!alone) await client.query('commit');
  } catch (cause) {
    if (!alone) await client.query('rollback');
    else await client.query('delete from schema_migration where name = $1', [name]);
    throw new Error(`migration ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/**
 * Makes the login that the applications use: a member of `zhengtu_app` and nothing else, named for the database.
 * Returns the URL to connect with. The password is the caller's to keep.
 */
export async function makeApplicationLogin(ownerUrl: string, password: string): Promise<string> {
  const url = new URL(ownerUrl);
  const login = `${decodeURIComponent(url.pathname.slice(1))}_login`;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const exists = (await client.query('select from pg_roles where rolname = $1', [login])).rowCount === 1;
    const name = pg.escapeIdentifier(login);
    await client.query(`${exists ? 'alter' : 'create'} role ${name} login password ${pg.escapeLiteral(password)}`);
    await client.query(`grant zhengtu_app to ${name}`);
  } finally {
    await client.end();
  }
  url.username = encodeURIComponent(login);
  url.password = encodeURIComponent(password);
  return url.href;
}
