import { DataDir, freePort, Platform } from '#infra/start';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { until } from '../support/until.js';
import { makeCertificate } from './support/certificate.js';
import { Crowd } from './support/crowd.js';
import { enrolMany } from '../support/enrol-many.js';
import { CROWD, secretOf } from './support/crowd-names.js';
import { MemoryWatch } from './support/memory.js';

/**
 * Wristbands that are connected all the time and send a record a minute: what broker and ingest hold of memory, and how
 * long it takes until all are back after the broker was killed.
 */
const CONNECTIONS = Number(process.env['CONNECTIONS'] ?? 10_000);
const MINUTES = Number(process.env['MINUTES'] ?? 2);
const TLS = process.env['TLS'] === '1';
/** A second for three hundred: as fast as a whole city would be let in on the first day. */
const RAMP_MS = (CONNECTIONS / 300) * 1_000;

const { TEST_DATABASE_URL: ownerUrl = '', TEST_APPLICATION_URL: applicationUrl = '' } = process.env;
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'zhengtu-connections-'));
  await enrolMany(ownerUrl, { prefix: CROWD, count: CONNECTIONS, secretOf });
  const port = await freePort();
  const platform = await startLine(path, port);
  const crowd = new Crowd(CONNECTIONS, { port, tls: TLS, every: 60_000 }, RAMP_MS);
  try {
    process.stdout.write(`${JSON.stringify(await measure(platform, crowd))}\n`);
  } finally {
    crowd.end();
    await platform.stop();
    rmSync(path, { recursive: true, force: true });
  }
}

async function startLine(path: string, mqttPort: number): Promise<Platform> {
  const services = { applicationUrl, redisUrl: process.env['TEST_REDIS_URL'] ?? '' };
  const { key, cert } = TLS ? makeCertificate(path) : {};
  return Platform.start({
    ...{ services, dataDir: new DataDir(path), port: 0, mqttPort, demo: false, tell },
    ...{ only: ['broker', 'ingest'], env: { MQTT_TLS_KEY: key, MQTT_TLS_CERT: cert } },
  });
}

async function measure(platform: Platform, crowd: Crowd): Promise<object> {
  const memory = new MemoryWatch(platform);
  const allUp = (): boolean => crowd.up === CONNECTIONS;
  const progress = setInterval(() => tell(`${crowd.up} connected; ${memory.text}`), 5_000);
  await until('all to be connected', allUp, RAMP_MS * 2 + 60_000);
  tell(`${crowd.up} are connected`);
  for (let minute = 1; minute <= MINUTES; minute += 1) {
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    tell(`minute ${minute}: ${crowd.up} connected, ${crowd.sent} sent, ${crowd.acked} acknowledged; ${memory.text}`);
  }
  const steady = memory.most;
  const killed = Date.now();
  await platform.kill('broker');
  tell(`the broker is ready again after ${Date.now() - killed} ms`);
  await until('the broken connections to be noticed', () => crowd.up < CONNECTIONS, 10_000).catch(() => undefined);
  await until('all to be back', allUp, 300_000);
  const back_s = (Date.now() - killed) / 1_000;
  tell(`all are back after ${back_s} s; ${memory.text}`);
  clearInterval(progress);
  crowd.rest();
  await until('all to be acknowledged', () => crowd.acked === crowd.sent, 120_000).catch(() => undefined);
  memory.stop();
  return {
    connections: CONNECTIONS,
    rss_mb: Math.round(memory.most.broker + memory.most.ingest),
    broker_rss_mb: Math.round(memory.most.broker),
    ingest_rss_mb: Math.round(memory.most.ingest),
    steady_rss_mb: Math.round(steady.broker + steady.ingest),
    back_s,
    tls: TLS,
    records: crowd.sent,
    lost: crowd.sent - (await storedRecords()),
  };
}

async function storedRecords(): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ count: string }>('select count(*) from record');
  await client.end();
  return Number(rows[0]?.count);
}

await main();
