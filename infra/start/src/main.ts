import { migrate } from '#libs/store';
import { bench } from './bench-run.js';
import { sim } from './sim-run.js';
import { start } from './start.js';
import { stop } from './stop.js';
import { test } from './test-run.js';
import { Unusable } from './unusable.js';

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const tellAside = (line: string): void => void process.stderr.write(`${line}\n`);

/** Resolves when somebody asks us to end. A second signal does not wait. */
const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
});

const commands: Record<string, (args: readonly string[]) => Promise<number | void>> = {
  start: () => start(process.env, tell, stopped),
  stop: () => stop(process.env, tell),
  test: (args) => test(args, tell, stopped),
  bench: (args) => bench(args, tellAside),
  sim: (args) => sim(args),
  migrate: async () => {
    const url = process.env['DATABASE_URL'];
    if (url === undefined)
      throw new Unusable('Set DATABASE_URL to the database to migrate, as a role that may create tables and roles.');
    const { applied } = await migrate(url, (name) => tell(name));
    tell(`${applied.length} migrations applied`);
  },
};

/** Runs one command of package.json; returns the exit code. */
export async function main([name = 'start', ...args]: readonly string[]): Promise<number> {
  const command = commands[name];
  try {
    if (command === undefined) throw new Unusable(`There is no command ${name}: ${Object.keys(commands).join(', ')}.`);
    return (await command(args)) ?? 0;
  } catch (error) {
    if (error instanceof Unusable) process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}
