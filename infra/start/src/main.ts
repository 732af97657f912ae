import { migrate } from '#libs/store';
import { bench } from './bench-run.js';
import type { Tell } from './services.js';
import { sim } from './sim-run.js';
import { start } from './start.js';
import { stop } from './stop.js';
import { test } from './test-run.js';
import { Unusable } from './unusable.js';

const tell: Tell = (line) => void process.stdout.write(`${line}\n`);
const tellAside: Tell = (line) => void process.stderr.write(`${line}\n`);

type Command = (args: readonly string[], signal: AbortSignal) => Promise<number | void>;

const commands: Readonly<Record<string, Command>> = {
  start: (_, signal) => start(process.env, tell, signal),
  stop: () => stop(process.env, tell),
  test: (args, signal) => test(args, tell, signal),
  bench: (args, signal) => bench(args, tellAside, signal),
  sim: (args, signal) => sim(args, signal),
  migrate: () => migrateDatabase(),
};

/** Runs one command of package.json; returns the exit code. */
export async function main([name = 'start', ...args]: readonly string[]): Promise<number> {
  const command = commands[name];
  try {
    if (command === undefined) throw new Unusable(`There is no command ${name}: ${Object.keys(commands).join(', ')}.`);
    return (await command(args, whenToldToEnd())) ?? 0;
  } catch (error) {
    if (error instanceof Unusable) process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}

/** All that is running has this long to stop; what has not is then ended with us: it notices. */
const STOP_WITHIN_MS = 9_500;
/** Of one Ctrl-C two signals arrive: the terminal's, and the one that npm passes on. */
const SAME_SIGNAL_MS = 1_000;

/** Aborts when somebody asks us to end. Asked once more, we do not wait. */
function whenToldToEnd(): AbortSignal {
  const ending = new AbortController();
  let first = 0;
  const end = (): void => {
    if (ending.signal.aborted && Date.now() - first > SAME_SIGNAL_MS) process.exit(130);
    if (ending.signal.aborted) return;
    first = Date.now();
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    ending.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  whenNpmIsGone(end);
  return ending.signal;
}

/** npm passes signals on, but not when it is killed itself. */
function whenNpmIsGone(end: () => void): void {
  const { ppid } = process;
  const look = (): void => void (process.ppid !== ppid && end());
  if (process.env['npm_lifecycle_event'] !== undefined) setInterval(look, 1_000).unref();
}

async function migrateDatabase(): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (url === undefined || url === '')
    throw new Unusable('Set DATABASE_URL to the database to migrate, as a role that may create tables and roles.');
  const { applied } = await migrate(url, tell);
  tell(`${applied.length} migrations applied`);
}
