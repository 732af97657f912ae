import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { instant, type Instant } from '#libs/kernel';
import type { Arguments } from './arguments.js';
import { scenarioOf } from './inputs.js';
import { readCounties } from './person/county.js';
import { peopleOf } from './person/person.js';
import { readSecrets } from './platform/secrets.js';
import { truthOf, type TruthSettings } from './truth.js';
import { UsageError } from './usage.js';

/** `truth` */
export async function truthCommand(args: Arguments): Promise<void> {
  if (args.text('scenario') === undefined) throw new UsageError('truth needs --scenario');
  const scenario = scenarioOf(args);
  const [seconds, count] = [args.number('duration', 1, 1e9) ?? 3_600, args.whole('devices', 1, 1_000_000)];
  const credentials = args.text('credentials');
  const ids = credentials === undefined ? [] : [...readSecrets(credentials).keys()];
  const people = peopleOf(scenario, scenario.seed, readCounties(), { count, ids });
  const start = startOf(args.text('start') ?? scenario.start);
  const every = args.number('every', 0.1, 86_400) ?? scenario.intervalSeconds;
  await writeTruth(process.stdout, {
    scenario,
    seed: scenario.seed,
    people,
    start,
    end: instant(start + seconds * 1_000),
    every,
  });
}

function startOf(text: string | undefined): Instant {
  if (text === undefined)
    throw new UsageError('truth needs --start, or a start in the scenario: when did the fleet begin?');
  const start = Date.parse(text);
  if (Number.isNaN(start))
    throw new UsageError(`--start must be a time such as 2026-01-05T08:00:00+08:00, not ${text}`);
  return instant(start);
}

/** As NDJSON, to a file or to what is already open. */
export async function writeTruth(target: string | NodeJS.WriteStream, settings: TruthSettings): Promise<void> {
  const lines = Readable.from(chunks(settings));
  if (typeof target === 'string') return pipeline(lines, createWriteStream(target));
  await pipeline(lines, target, { end: false }).catch((error: NodeJS.ErrnoException) => {
    // Whoever reads has seen enough.
    if (error.code !== 'EPIPE') throw error;
  });
}

function* chunks(settings: TruthSettings): Generator<string> {
  let chunk = '';
  for (const line of truthOf(settings)) {
    chunk += `${JSON.stringify(line)}\n`;
    if (chunk.length < 64 * 1_024) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
