import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Child } from './child.js';
import type { DataDir } from './data-dir.js';
import { freePort } from './ports.js';
import { clearStaleLock, makeCluster, postgresPrograms, type Cluster } from './postgres-cluster.js';
import { serverAccount } from './server-account.js';
import { Unusable } from './unusable.js';

export interface RunningPostgres {
  /** As the owner of everything. */
  readonly url: string;
  /** Its data directory. */
  readonly folder: string;
  readonly pid: number | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Cuts it off without a warning, for tests that ask what then happens. */
  kill(): Promise<void>;
}

/** PostgreSQL's own way to stop soon: sessions are cut, the write-ahead log is closed properly. */
const FAST = 'SIGINT';
const STOP_WITHIN_MS = 3_000;
const START_WITHIN_MS = 60_000;

/** Starts the embedded PostgreSQL in `dataDir`, making it on the first time; as root it runs under another account. */
export async function startPostgres(dataDir: DataDir, database: string): Promise<RunningPostgres> {
  const programs = await postgresPrograms();
  const account = await serverAccount(programs.postgres);
  const cluster: Cluster = {
    programs,
    account,
    folder: dataDir.file('postgres'),
    password: dataDir.secret('postgres'),
  };
  if (!existsSync(join(cluster.folder, 'PG_VERSION'))) await makeCluster(cluster, dataDir);
  clearStaleLock(cluster.folder);
  const port = await freePort();
  const url = `postgres://postgres:${cluster.password}@127.0.0.1:${port}/${database}`;
  let server = beginServer(cluster, port, dataDir);
  const start = async (): Promise<void> => {
    if (!server.running) server = beginServer(cluster, port, dataDir);
    await untilItAnswers(url, server, dataDir);
  };
  const stop = (): Promise<void> => server.stop(FAST, STOP_WITHIN_MS);
  const kill = async (): Promise<void> => {
    server.kill('SIGQUIT');
    await server.exited;
  };
  try {
    await start();
    await makeDatabase(url, database);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    folder: cluster.folder,
    get pid() {
      return server.pid;
    },
    start,
    stop,
    kill,
    restart: () => stop().then(start),
  };
}

function beginServer({ programs, account, folder }: Cluster, port: number, dataDir: DataDir): Child {
  mkdirSync(dataDir.file('logs'), { recursive: true });
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    wal_compression: 'on',
    // Each wristband's next record goes to a page of its own in two indexes: those of 20,000 are to stay in memory.
    shared_buffers: '512MB',
    // Under load a gigabyte of log is written in a few minutes, and every checkpoint makes what follows it dearer.
    max_wal_size: '4GB',
    // No query here runs long enough to be worth compiling, and estimates of partitioned tables are high.
    jit: 'off',
    // When each record was committed can be asked afterwards.
    track_commit_timestamp: 'on',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, ...args] = [...account.prefix, programs.postgres, '-D', folder, '-p', String(port), ...flags];
  return Child.start({
    name: 'postgres',
    command: command ?? programs.postgres,
    args,
    logFile: dataDir.file('logs/postgres.log'),
    register: dataDir.register,
    endWithUs: FAST,
  });
}

async function untilItAnswers(url: string, server: Child, dataDir: DataDir): Promise<void> {
  const end = Date.now() + START_WITHIN_MS;
  while (Date.now() < end && server.running) {
    const client = new pg.Client({ connectionString: adminUrl(url), connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') {
        throw new Unusable(
          `${dataDir.file('secrets.json')} has not the password of this database: put it back from a copy.`,
        );
      }
      await pause(50); // it is starting up, or recovering
    }
  }
  throw new Unusable(`PostgreSQL does not start (${server.lastWords}): see ${dataDir.file('logs/postgres.log')}.`);
}

async function makeDatabase(url: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl(url) });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

function adminUrl(url: string): string {
  return Object.assign(new URL(url), { pathname: '/postgres' }).href;
}
