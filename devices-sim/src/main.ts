import { readArguments, type Arguments } from './arguments.js';
import { loadCommand } from './load/run-load.js';
import { Progress } from './progress.js';
import { Refusal } from './refusal.js';
import { demoCommand, fleetCommand } from './run-fleet.js';
import { replayCommand } from './run-replay.js';
import { truthCommand } from './run-truth.js';
import { usageOf, UsageError } from './usage.js';

/** Runs one command; the exit code is the answer: 0 done, 1 not done, 2 not understood. */
async function run(args: Arguments): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  // Whoever started us holds our standard input open, so that we do not outlive a parent that was killed.
  if (process.env['EXIT_WITH_PARENT'] === '1') process.stdin.once('end', () => stop.abort()).resume();
  const surroundings = { progress: new Progress(args.command === 'demo' ? 60_000 : 15_000), signal: stop.signal };
  switch (args.command) {
    case 'fleet':
      return (await fleetCommand(args, surroundings)) ? 0 : 1;
    case 'load':
      return (await loadCommand(args, surroundings)) ? 0 : 1;
    case 'demo':
      await demoCommand(surroundings);
      return 0;
    case 'truth':
      await truthCommand(args);
      return 0;
    case 'replay':
      return (await replayCommand(args, surroundings)) ? 0 : 1;
  }
}

function exitCodeOf(fault: unknown): number {
  if (fault instanceof UsageError) console.error(`${fault.message}\n\n${usageOf(process.argv[2])}`);
  else if (fault instanceof Refusal) console.error(fault.message);
  else throw fault;
  return fault instanceof UsageError ? 2 : 1;
}

if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
  console.log(usageOf(process.argv[2]));
  process.exit(0);
}

// Not only the exit code: an open connection would keep the process alive after its work is done.
process.exit(await Promise.resolve(process.argv.slice(2)).then(readArguments).then(run).catch(exitCodeOf));
