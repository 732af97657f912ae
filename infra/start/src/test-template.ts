import pg from 'pg';

/**
 * The migrated database becomes the template that each spec file clones. Nobody may connect to it: TimescaleDB's
 * scheduler would, and a database with somebody in it cannot be cloned.
 */
export async function makeTemplate(ownerUrl: string): Promise<void> {
  const name = decodeURIComponent(new URL(ownerUrl).pathname.slice(1));
  const client = new pg.Client({ connectionString: Object.assign(new URL(ownerUrl), { pathname: '/postgres' }).href });
  await client.connect();
  try {
    const template = pg.escapeIdentifier(name);
    await client.query(`alter database ${template} with is_template true allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  } finally {
    await client.end();
  }
}
