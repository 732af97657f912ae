import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DataDir, freePort, Platform, startServices, type Services } from '#infra/start';
import { until } from '../support/until.js';
import { Crowd } from './support/crowd.js';
import { enrolMany } from '../support/enrol-many.js';
import { CROWD, secretOf } from './support/crowd-names.js';
import { MemoryWatch } from './support/memory.js';

/** PostgreSQL away under load: what is held meanwhile and where, and how soon all of it is stored after the return. */
const CONNECTIONS = Number(process.env['CONNECTIONS'] ?? 10_000);
const EVERY_MS = Number(process.env['EVERY'] ?? 60) * 1_000;
const OUTAGE_MS = Number(process.env['OUTAGE'] ?? 600) * 1_000;
const RAMP_MS = (CONNECTIONS / 300) * 1_000;

const tell = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

async function main(): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'zhengtu-outage-'));
  const dataDir = new DataDir(path);
  // Of its own, because it is stopped.
  const services = await startServices({ dataDir, tell });
  await enrolMany(services.ownerUrl, { prefix: CROWD, count: CONNECTIONS, secretOf });
  const port = await freePort();
  const platform = await Platform.start({
    ...{ services, dataDir, port: 0, mqttPort: port, demo: false, tell, only: ['broker', 'ingest'] },
  });
  const crowd = new Crowd(CONNECTIONS, { port, tls: false, every: EVERY_MS }, RAMP_MS);
  try {
    process.stdout.write(`${JSON.stringify(await measure(platform, services, crowd))}\n`);
  } finally {
    crowd.end();
    await platform.stop();
    await services.stop();
    rmSync(path, { recursive: true, force: true });
  }
}

async function measure(platform: Platform, services: Services, crowd: Crowd): Promise<object> {
  await until('all to be connected', () => crowd.up === CONNECTIONS, RAMP_MS * 2 + 120_000);
  await until('records of all', () => crowd.acked >= CONNECTIONS, EVERY_MS * 2 + 60_000);
  const memory = new MemoryWatch(platform);
  const most = { unstored: 0, held_back: 0, in_flight: 0 };
  const look = async (): Promise<void> => {
    const broker = await metricsOf(platform.healthUrl('broker'));
    const ingest = await metricsOf(platform.healthUrl('ingest'));
    most.unstored = Math.max(most.unstored, broker('broker_waiting_messages'));
    most.held_back = Math.max(most.held_back, broker('broker_held_back_messages'));
    most.in_flight = Math.max(most.in_flight, ingest('ingest_held_messages'));
  };
  tell(`${crowd.sent} records sent; PostgreSQL stops`);
  await services.postgres?.stop();
  const before = crowd.acked;
  for (const end = Date.now() + OUTAGE_MS; Date.now() < end;) {
    await pause(Math.min(10_000, Math.max(0, end - Date.now())));
    await look();
    tell(`${crowd.up} connected, ${crowd.sent} sent; ${JSON.stringify(most)}; ${memory.text}`);
  }
  const acked_meanwhile = crowd.acked - before;
  await services.postgres?.start();
  const returned = Date.now();
  const sent = crowd.sent;
  const db = new pg.Pool({ connectionString: services.ownerUrl, max: 1 });
  db.on('error', () => undefined);
  const stored = async (): Promise<number> =>
    Number((await db.query<{ count: string }>('select count(*) from record')).rows[0]?.count);
  await until('what was sent to be stored', async () => (await stored()) >= sent, 600_000);
  const stored_s = (Date.now() - returned) / 1_000;
  tell(`${sent} records are stored ${stored_s} s after the return; ${memory.text}`);
  crowd.rest();
  await until('all to be acknowledged', () => crowd.acked === crowd.sent, 180_000).catch(() => undefined);
  await look();
  memory.stop();
  const lost = crowd.sent - (await stored());
  await db.end();
  return {
    ...{ outage_s: OUTAGE_MS / 1_000, connections: CONNECTIONS, records: crowd.sent, acked_meanwhile, stored_s, lost },
    ...most,
    broker_rss_mb: Math.round(memory.most.broker),
    ingest_rss_mb: Math.round(memory.most.ingest),
  };
}

async function metricsOf(url: string): Promise<(name: string) => number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return (name) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? 0);
}

await main();
