import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Platform, ProcessName, Services } from '#infra/start';
import { flushRedis } from '#libs/testkit';

/** What can go wrong with a machine and what runs on it, and is right again when it resolves. */
export interface Fault {
  readonly name: string;
  happen(): Promise<void>;
}

/** Each process, PostgreSQL and Redis, ended and stopped in the ways in which they end and stop. */
export function faultsOf(platform: Platform, services: Services, outageMs: number): Fault[] {
  const { postgres, redis, redisUrl } = services;
  if (postgres === undefined || redis === undefined) throw new Error('chaos needs servers of its own');
  const kill = (name: ProcessName): Fault => ({ name: `kill -9 ${name}`, happen: () => platform.kill(name) });
  const away = async (stop: () => Promise<void>, start: () => Promise<void>): Promise<void> => {
    await stop();
    await pause(outageMs);
    await start();
    await Promise.all(platform.names.map((name) => platform.ready(name, 60_000)));
  };
  return [
    kill('ingest'),
    kill('broker'),
    {
      name: 'PostgreSQL stopped',
      happen: () =>
        away(
          () => postgres.stop(),
          () => postgres.start(),
        ),
    },
    kill('engine'),
    { name: 'Redis flushed', happen: () => flushRedis(redisUrl) },
    kill('worker'),
    {
      name: 'PostgreSQL killed',
      happen: () =>
        away(
          () => postgres.kill(),
          () => postgres.start(),
        ),
    },
    kill('api'),
    {
      name: 'Redis stopped',
      happen: () =>
        away(
          () => redis.stop(),
          () => redis.start(),
        ),
    },
    { name: 'broker restarted', happen: () => platform.restart('broker') },
    { name: 'PostgreSQL frozen', happen: () => away(...frozen(() => postgresPids(services))) },
    { name: 'ingest frozen', happen: () => away(...frozen(() => pidOf(platform, 'ingest'))) },
    { name: 'engine frozen', happen: () => away(...frozen(() => pidOf(platform, 'engine'))) },
  ];
}

/** Not ended, not answering: what a machine looks like that swaps, or is moved to another host. */
function frozen(pids: () => number[]): [stop: () => Promise<void>, start: () => Promise<void>] {
  let held: number[] = [];
  const signal = (name: NodeJS.Signals): void => {
    for (const pid of held) {
      try {
        process.kill(pid, name);
      } catch {
        // one of them has ended meanwhile
      }
    }
  };
  return [
    async () => {
      held = pids();
      signal('SIGSTOP');
    },
    async () => signal('SIGCONT'),
  ];
}

const pidOf = (platform: Platform, name: ProcessName): number[] => {
  const pid = platform.pid(name);
  return pid === undefined ? [] : [pid];
};

/** The server and its sessions; a stopped server alone still serves those that it has. */
function postgresPids({ postgres }: Services): number[] {
  const server = postgres?.pid;
  if (server === undefined) return [];
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === server);
  return [server, ...children.map(Number)];
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return undefined; // it has ended
  }
}
