import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { DataDir, freePort, Platform, seedDemonstration } from '#infra/start';
import { compareSent } from '../support/compare-sent.js';
import { enrolMany } from '../support/enrol-many.js';
import { until } from '../support/until.js';
import { runLoad, type LoadOptions } from './support/load-process.js';
import { rssMb } from './support/memory.js';
import { processorSeconds } from './support/processor-time.js';

/**
 * How much of what a bare subscriber receives the whole platform stores and judges: the same wristbands, the same broker,
 * one message a record, in turn. Then a nation's rate for five minutes: what was sent, beside what is stored, and how long
 * each record took from its wristband to its commit.
 */
const DEVICES = Number(process.env['DEVICES'] ?? 20_000);
/** Records a second that are offered to the bare subscriber, and then to the platform. */
const OFFERED = Number(process.env['OFFERED'] ?? 20_000);
const OFFERED_SECONDS = Number(process.env['OFFERED_SECONDS'] ?? 30);
const SUSTAINED = Number(process.env['SUSTAINED'] ?? 12_200);
const SUSTAINED_SECONDS = Number(process.env['SUSTAINED_SECONDS'] ?? 300);
const WARM_SECONDS = Number(process.env['WARM_SECONDS'] ?? 15);
const PREFIX = 'nation-';

const { TEST_DATABASE_URL: ownerUrl = '', TEST_APPLICATION_URL: applicationUrl = '' } = process.env;
const tell = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

interface Line {
  readonly platform: Platform;
  readonly load: LoadOptions;
}

async function main(): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'zhengtu-ingest-'));
  try {
    // Enrolled just now: nobody's past hours are to be looked at meanwhile.
    await enrolMany(ownerUrl, { prefix: PREFIX, count: DEVICES, since: new Date(Date.now() - 60_000) });
    const relay_per_s = await measureRelay(path);
    process.stdout.write(`${JSON.stringify(await measurePlatform(path, relay_per_s))}\n`);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

async function startLine(path: string, only?: readonly ['broker']): Promise<Line> {
  const [port, mqttPort] = [await freePort(), await freePort()];
  const dataDir = new DataDir(path);
  const services = { applicationUrl, redisUrl: process.env['TEST_REDIS_URL'] ?? '' };
  const platform = await Platform.start({ services, dataDir, port, mqttPort, demo: true, tell, ...(only && { only }) });
  const mqtt = `mqtt://platform:${dataDir.secret('mqtt')}@127.0.0.1:${mqttPort}`;
  return { platform, load: { mqtt, devices: DEVICES, connections: 8, prefix: PREFIX, records: 1, batch: 1 } };
}

async function measureRelay(path: string): Promise<number> {
  const { platform, load } = await startLine(path, ['broker']);
  const relay = spawn(process.execPath, [resolve('dist/test/bench/support/relay-process.js'), String(load['mqtt'])], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    let seen = { received: -1, last: 0 };
    relay.stdout.on('data', (data: Buffer) => {
      seen = JSON.parse(data.toString().trim().split('\n').at(-1) ?? '') as typeof seen;
    });
    await until('the bare subscriber to listen', () => seen.received === 0, 10_000);
    const began = Date.now();
    const report = await runLoad({ ...load, deaf: true, rate: OFFERED, seconds: OFFERED_SECONDS, wait: 60 });
    await until('everything to be relayed', () => seen.received >= report.records, 60_000);
    const rate = perSecond(seen.received, began, seen.last);
    tell(`relayed: ${rate} a second of ${Math.round(report.records_per_s)} offered`);
    return rate;
  } finally {
    relay.kill();
    await platform.stop();
  }
}

async function measurePlatform(path: string, relay_per_s: number): Promise<object> {
  await seedDemonstration(applicationUrl, new DataDir(path));
  const { platform, load } = await startLine(path);
  const database = new pg.Client({ connectionString: ownerUrl });
  await database.connect();
  try {
    const [warm, full, long] = ['warm', 'full', 'long'].map((name) => join(path, `${name}.csv`)) as [
      string,
      string,
      string,
    ];
    await runLoad({ ...load, rate: DEVICES / 4, seconds: WARM_SECONDS, wait: 120, sent: warm });
    tell('warm');

    const began = Date.now();
    await runLoad({ ...load, rate: OFFERED, seconds: OFFERED_SECONDS, wait: 300, patience: 600, sent: full });
    const offered = await committedSince(database, began);
    const durable_per_s = perSecond(offered.records, began, offered.last);
    tell(`stored: ${durable_per_s} a second of ${OFFERED} offered`);

    const from = Date.now();
    const used = processorSeconds(platform);
    const report = await runLoad({
      ...{ ...load, rate: SUSTAINED, seconds: SUSTAINED_SECONDS, wait: 300, patience: 600, sent: long },
    });
    const judged_behind_s = await behind(database);
    const sustained = await committedSince(database, from);
    for (const minute of sustained.minutes) tell(`minute ${minute.minute}: p50 ${minute.p50} ms, p99 ${minute.p99} ms`);
    const { lost, duplicated, differing, examples } = await compareSent(ownerUrl, warm, full, long);
    for (const line of examples) tell(line);
    return {
      relay_per_s,
      durable_per_s,
      ratio: Number((durable_per_s / relay_per_s).toFixed(2)),
      sustained_per_s: perSecond(sustained.records, from, sustained.last),
      sustained_s: SUSTAINED_SECONDS,
      judged_behind_s,
      p50_commit_ms: sustained.p50,
      p99_commit_ms: sustained.p99,
      p99_commit_ms_by_minute: sustained.minutes.map(({ p99 }) => p99),
      lost,
      duplicated,
      differing,
      acknowledged: report.unacknowledged === 0,
      cpu_us_a_record: spent(used, processorSeconds(platform), report.records),
      ingest_rss_mb: Math.round(rssMb(platform.pid('ingest'))),
    };
  } finally {
    await database.end();
    await platform.stop();
  }
}

/** Microseconds of processor time for each record. */
const spent = (before: Record<string, number>, after: Record<string, number>, records: number): object =>
  Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [
      name,
      Number((((seconds - (before[name] ?? 0)) * 1e6) / records).toFixed(1)),
    ]),
  );

const perSecond = (count: number, from: number, to: number): number => Math.round((count * 1_000) / (to - from));

interface Committed {
  readonly records: number;
  /** When the last was committed, in milliseconds since the epoch. */
  readonly last: number;
  readonly p50: number;
  readonly p99: number;
  readonly minutes: readonly { readonly minute: number; readonly p50: number; readonly p99: number }[];
}

/** How far the judgement is behind what is stored, in seconds, by the engine's own sign of life. */
async function behind(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ seconds: number }>(
    `select (facts ->> 'judgedSecondsAgo')::float8 as seconds from process_sign
     where process = 'engine' order by seen_at desc limit 1`,
  );
  return Number((rows[0]?.seconds ?? Infinity).toFixed(1));
}

/** From the time that a wristband gave its record to the commit of the transaction that stored it. */
const delays = `
  with batch as (
    select arrival, pg_xact_commit_timestamp(arrival::text::xid) as committed
    from (select distinct arrival from record where received_at >= $1) as one
  ), delay as (
    select extract(epoch from r.at - $1)::integer / 60 + 1 as minute, b.committed,
      extract(epoch from b.committed - r.at) * 1000 as ms
    from record r join batch b on b.arrival = r.arrival
    where r.at >= $1
  )
  select minute, count(*)::integer as records, extract(epoch from max(committed))::float8 * 1000 as last,
    round(percentile_cont(0.5) within group (order by ms))::integer as p50,
    round(percentile_cont(0.99) within group (order by ms))::integer as p99
  from delay group by grouping sets ((), (minute)) order by minute nulls first`;

async function committedSince(database: pg.Client, from: number): Promise<Committed> {
  const { rows } = await database.query<Committed & { minute: number }>(delays, [new Date(from)]);
  const [all, ...minutes] = rows;
  if (all === undefined) throw new Error('nothing was stored');
  return { ...all, minutes };
}

await main();
