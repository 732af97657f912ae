import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataDir, freePort, Platform, seedDemonstration } from '#infra/start';
import { compareSent } from '../support/compare-sent.js';
import { enrolMany } from '../support/enrol-many.js';
import { runLoad } from './support/load-process.js';

/**
 * A power cut is over: all wristbands of a city connect at once, each on a connection of its own, and send what they have
 * kept, out of order. How long until the last record is committed, counted from the first dial.
 */
const DEVICES = Number(process.env['DEVICES'] ?? 1_000);
const RECORDS = Number(process.env['RECORDS'] ?? 360);
/** In one message. */
const BATCH = Number(process.env['BATCH'] ?? 60);

const { TEST_DATABASE_URL: ownerUrl = '', TEST_APPLICATION_URL: applicationUrl = '' } = process.env;
const tell = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

async function main(): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'zhengtu-storm-'));
  const dataDir = new DataDir(path);
  const services = { applicationUrl, redisUrl: process.env['TEST_REDIS_URL'] ?? '' };
  const secrets = await enrolMany(ownerUrl, { prefix: 'storm-', count: DEVICES });
  await seedDemonstration(applicationUrl, dataDir);
  const [port, mqttPort] = [await freePort(), await freePort()];
  const platform = await Platform.start({ services, dataDir, port, mqttPort, demo: true, tell });
  try {
    const [credentials, sent] = [join(path, 'crowd.json'), join(path, 'sent.csv')];
    writeFileSync(credentials, JSON.stringify(Object.fromEntries(secrets)), { mode: 0o600 });
    const began = Date.now();
    const report = await runLoad({
      ...{ mqtt: `mqtt://127.0.0.1:${mqttPort}`, credentials, devices: DEVICES, sent, shuffle: true },
      ...{ history: RECORDS, batch: BATCH, rate: DEVICES / 60, seconds: 1, dials: DEVICES, wait: 300, patience: 300 },
    });
    const { lost, duplicated, differing, stored, examples } = await compareSent(ownerUrl, sent);
    for (const line of examples) tell(line);
    const seconds = Math.round(((await lastCommit()) - began) / 100) / 10;
    const { records, unacknowledged, connections_lost } = report;
    process.stdout.write(
      `${JSON.stringify({ seconds, lost, duplicated, differing, records, stored, unacknowledged, connections_lost })}\n`,
    );
  } finally {
    await platform.stop();
    rmSync(path, { recursive: true, force: true });
  }
}

/** In milliseconds since the epoch. */
async function lastCommit(): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ at: number }>(
      `select max(extract(epoch from pg_xact_commit_timestamp(arrival::text::xid)))::float8 * 1000 as at
       from (select distinct arrival from record) as one`,
    );
    return rows[0]?.at ?? NaN;
  } finally {
    await client.end();
  }
}

await main();
