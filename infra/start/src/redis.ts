import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Child } from './child.js';
import type { DataDir } from './data-dir.js';
import { answers, freePort } from './ports.js';
import { demandProgram, type SystemPackage } from './programs.js';
import { Unusable } from './unusable.js';

export interface RunningRedis {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const redisPackage: SystemPackage = {
  programs: ['redis-server', 'valkey-server'],
  names: { apt: 'redis-server', apk: 'redis', dnf: 'redis', yum: 'redis', brew: 'redis' },
  refusal:
    'Redis is missing and could not be installed: install redis-server (Debian: apt-get install redis-server), or set REDIS_URL to a server of your own.',
};

/** Starts Redis in `dataDir`, from the PATH or installed with the system's package manager. */
export async function startRedis(dataDir: DataDir, tell: (line: string) => void): Promise<RunningRedis> {
  const program = await demandProgram(redisPackage, tell);
  const port = await freePort();
  let server = beginServer(program, port, dataDir);
  const start = async (): Promise<void> => {
    if (!server.running) server = beginServer(program, port, dataDir);
    await untilItListens(port, server, dataDir);
  };
  const stop = (): Promise<void> => server.stop('SIGTERM', 3_000);
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis://127.0.0.1:${port}`, start, stop };
}

function beginServer(program: string, port: number, dataDir: DataDir): Child {
  const folder = dataDir.file('redis');
  mkdirSync(folder, { recursive: true });
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    // Jobs survive a restart (append only) and are never thrown away for room (noeviction).
    appendonly: 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
    daemonize: 'no',
  };
  return Child.start({
    name: 'redis',
    command: program,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    logFile: dataDir.file('logs/redis.log'),
    register: dataDir.register,
    endWithUs: 'SIGTERM',
  });
}

async function untilItListens(port: number, server: Child, dataDir: DataDir): Promise<void> {
  const end = Date.now() + 20_000;
  while (Date.now() < end && server.running) {
    if (await answers({ host: '127.0.0.1', port })) return;
    await pause(20);
  }
  throw new Unusable(`Redis does not start (${server.lastWords}): see ${dataDir.file('logs/redis.log')}.`);
}
