import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { alertKinds } from '#libs/protocol';
import type { Outcome } from './quality/outcome.js';
import { figuresOf, pageOf } from './quality/report.js';
import type { Share } from './quality/worker.js';

/**
 * How good alerts are: people whose every step is known wear wristbands that are wrong in every way they can be, and what
 * the rules raise is laid beside what truly was, with a plain point-in-polygon judge next to it. SEED, PEOPLE and DAYS;
 * ONE=Q-0042 looks at one of them again. The report is written to OUT.
 */
const SEED = Number(process.env['SEED'] ?? 1);
const PEOPLE = Number(process.env['PEOPLE'] ?? 500);
const DAYS = Number(process.env['DAYS'] ?? 14);
const WORKERS = Number(process.env['WORKERS'] ?? Math.min(8, availableParallelism()));
const ONE = process.env['ONE'] ?? null;
const OUT = resolve(process.env['OUT'] ?? 'dist/bench-reports/quality');

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const began = Date.now();
  const outcomes: Outcome[] = [];
  await Promise.all(
    Array.from({ length: ONE === null ? WORKERS : 1 }, async (_, worker) => {
      const share: Share = { seed: SEED, people: PEOPLE, days: DAYS, worker, workers: WORKERS, one: ONE };
      const thread = new Worker(new URL('./quality/worker.js', import.meta.url), { workerData: share });
      thread.on('message', (outcome: Outcome) => {
        outcomes.push(outcome);
        if (outcomes.length % 50 === 0) tell(`${outcomes.length} of ${PEOPLE} people judged`);
      });
      const [code] = (await once(thread, 'exit')) as [number];
      if (code !== 0) throw new Error(`a worker ended with ${code}`);
    }),
  );
  outcomes.sort((a, b) => a.person - b.person);
  tellOf(outcomes, Math.round((Date.now() - began) / 1_000));
}

function tellOf(outcomes: readonly Outcome[], seconds: number): void {
  const superviseeDays = outcomes.length * DAYS;
  const tallies = (who: 'ours' | 'baseline', kind?: string) =>
    outcomes.flatMap(({ kinds }) =>
      kinds.filter((one) => kind === undefined || one.kind === kind).map((one) => one[who]),
    );
  const kinds = alertKinds.map((kind) => ({
    kind,
    ours: figuresOf(tallies('ours', kind), superviseeDays),
    baseline: figuresOf(tallies('baseline', kind), superviseeDays),
  }));
  const total = {
    ours: figuresOf(tallies('ours'), superviseeDays),
    baseline: figuresOf(tallies('baseline'), superviseeDays),
  };
  const records = outcomes.reduce((sum, one) => sum + one.records, 0);
  const said = `${outcomes.length} supervisees, ${DAYS} days, ${records} records, seed ${SEED}; every alert against what truly was. Look at one again: SEED=${SEED} PEOPLE=${PEOPLE} DAYS=${DAYS} ONE=… npm run bench -- quality`;
  mkdirSync(OUT, { recursive: true });
  writeFileSync(`${OUT}/index.html`, pageOf({ title: 'Alerts and what truly was', said, total, kinds, outcomes }));
  const exhibits = outcomes.flatMap((one) => one.exhibits).map(({ map: _map, ...rest }) => rest);
  writeFileSync(`${OUT}/exhibits.ndjson`, exhibits.map((one) => `${JSON.stringify(one)}\n`).join(''));
  tell(`${OUT}/index.html`);
  const { recall, precision, false_per_day } = total.ours;
  // How soon somebody is told is asked of what happens at a moment, not of what is silent for so long by definition.
  const exit = kinds.find(({ kind }) => kind === 'zone.exit')?.ours.delay_p95_s ?? null;
  process.stdout.write(
    `${JSON.stringify({ recall, precision, false_per_day, delay_p95_s: exit, baseline: total.baseline, kinds: Object.fromEntries(kinds.map(({ kind, ...both }) => [kind, both])), people: outcomes.length, days: DAYS, records, seed: SEED, seconds })}\n`,
  );
}

await main();
