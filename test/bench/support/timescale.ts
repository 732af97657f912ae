import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#infra/start';
import pg from 'pg';
import { migrate } from '#libs/store';

export interface TimescaleDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A migrated database with TimescaleDB: on the server of TIMESCALE_DATABASE_URL, or in a cluster of its own of the Debian
 * packages, which takes root to start. Otherwise the sentence that says what is missing.
 */
export async function openTimescale(): Promise<TimescaleDatabase | string> {
  const given = process.env['TIMESCALE_DATABASE_URL'];
  if (given !== undefined) return onServer(given, async () => undefined);
  const version = installed();
  if (version === undefined) return 'no TIMESCALE_DATABASE_URL, and Debian has no TimescaleDB installed here';
  if (process.getuid?.() !== 0) return 'a cluster of its own with TimescaleDB can only be started by root here';
  const cluster = await startCluster(version);
  return onServer(cluster.url, cluster.stop);
}

const HOME = '/usr/lib/postgresql';
const installed = (): string | undefined =>
  existsSync(HOME)
    ? readdirSync(HOME).find((version) => existsSync(join(HOME, version, 'lib', 'timescaledb.so')))
    : undefined;

async function startCluster(version: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'zhengtu-timescale-'));
  const asPostgres = (program: string, ...args: string[]): void => {
    const { status, stderr } = spawnSync(
      'runuser',
      ['-u', 'postgres', '--', join(HOME, version, 'bin', program), ...args],
      {
        stdio: ['ignore', 'ignore', program === 'initdb' ? 'pipe' : 'ignore'],
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`${program} ended with ${String(status)}: ${stderr}`);
  };
  const { uid, gid } = accountOf('postgres');
  chownSync(folder, uid, gid);
  const [data, port] = [join(folder, 'data'), await freePort()];
  asPostgres('initdb', '-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8');
  const settings = `-p ${port} -h 127.0.0.1 -k ${folder} -c shared_preload_libraries=timescaledb -c timescaledb.telemetry_level=off`;
  asPostgres('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start');
  const stop = async (): Promise<void> => {
    asPostgres('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
}

function accountOf(name: string): { uid: number; gid: number } {
  const id = (flag: string): number => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

async function onServer(server: string, stop: () => Promise<void>): Promise<TimescaleDatabase> {
  const name = `size_${process.pid}`;
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  await onAdmin(server, `create database ${name}`);
  const close = async (): Promise<void> => {
    await onAdmin(server, `drop database ${name} with (force)`);
    await stop();
  };
  await migrate(url);
  return { url, stop: close };
}

async function onAdmin(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
