import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:net';
import { Child } from './child.js';
import { readNumber, type DataDir } from './data-dir.js';
import { findProgram, installProgram } from './programs.js';
import { freePort } from './ports.js';
import { endProcess } from './running.js';
import { Unusable } from './unusable.js';

export interface RunningRedis {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const WAY_OUT =
  'install redis-server (Debian: apt-get install redis-server), or set REDIS_URL to a server of your own.';

/** Starts Redis in `dataDir`, from the PATH or installed with the system's package manager. */
export async function startRedis(dataDir: DataDir, tell: (line: string) => void): Promise<RunningRedis> {
  const program = (await findProgram(['redis-server', 'valkey-server'])) ?? (await install(tell));
  const folder = dataDir.file('redis');
  mkdirSync(folder, { recursive: true });
  const left = readNumber(dataDir.file('redis.pid'));
  if (left !== undefined) await endProcess(left, 'redis-server', 'SIGTERM', 5_000);
  const port = await freePort();
  const begin = (): Child =>
    Child.start({
      name: 'redis',
      command: program,
      logFile: dataDir.file('logs/redis.log'),
      // Jobs survive a restart (append only) and are never thrown away for room (noeviction).
      args: [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        folder,
        '--appendonly',
        'yes',
        '--save',
        '',
        '--maxmemory-policy',
        'noeviction',
        '--pidfile',
        dataDir.file('redis.pid'),
        '--daemonize',
        'no',
      ],
    });
  let server = begin();
  const start = async (): Promise<void> => {
    if (!server.running) server = begin();
    await untilItListens(port, server, dataDir);
  };
  await start();
  return { url: `redis://127.0.0.1:${port}`, start, stop: () => server.stop('SIGTERM', 5_000) };
}

async function install(tell: (line: string) => void): Promise<string> {
  tell('Redis is not there: installing it with the package manager');
  await installProgram(
    { apt: 'redis-server', apk: 'redis', dnf: 'redis', yum: 'redis', brew: 'redis' },
    `Redis is missing and could not be installed: ${WAY_OUT}`,
  );
  const program = await findProgram(['redis-server', 'valkey-server']);
  if (program === undefined) throw new Unusable(`Redis is missing: ${WAY_OUT}`);
  return program;
}

async function untilItListens(port: number, server: Child, dataDir: DataDir): Promise<void> {
  const end = Date.now() + 20_000;
  while (Date.now() < end && server.running) {
    if (await listens(port)) return;
    await pause(50);
  }
  throw new Unusable(`Redis does not start: see ${dataDir.file('logs/redis.log')}.`);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.end('PING\r\n');
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
