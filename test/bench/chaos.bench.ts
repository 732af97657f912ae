import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataDir, freePort, Platform, seedDemonstration, startServices, type Services } from '#infra/start';
import { compareSent } from '../support/compare-sent.js';
import { enrolMany } from '../support/enrol-many.js';
import { faultsOf } from './support/faults.js';
import { runLoad } from './support/load-process.js';
import { strapAlerts } from './support/strap-alerts.js';

/**
 * The whole platform under load while one thing after another is killed, stopped, frozen or flushed. At the end every
 * record that was sent is compared with what is stored, and every strap that was opened with its alert.
 */
const MINUTES = Number(process.env['MINUTES'] ?? 10);
const RATE = Number(process.env['RATE'] ?? 2_000);
const DEVICES = Number(process.env['DEVICES'] ?? 2_000);
/** Wristbands a minute. What one had sent and nobody had acknowledged may be forgotten, behind a broker that was killed. */
const MEMORY_LOSSES = Number(process.env['MEMORY_LOSSES'] ?? 0);
/** Between two faults: the platform is whole again, for a while. */
const CALM_MS = Number(process.env['CALM'] ?? 5) * 1_000;
const OUTAGE_MS = Number(process.env['OUTAGE'] ?? 10) * 1_000;
/** After the last fault everything must have come to rest by then. */
const REST_SECONDS = 300;

const tell = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

async function main(): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'zhengtu-chaos-'));
  const dataDir = new DataDir(path);
  // Of its own, because they are stopped and killed.
  const services = await startServices({ dataDir, tell });
  await seedDemonstration(services.applicationUrl, dataDir);
  const [port, mqttPort] = [await freePort(), await freePort()];
  const platform = await Platform.start({ services, dataDir, port, mqttPort, demo: true, tell });
  try {
    process.stdout.write(`${JSON.stringify(await measure(platform, services, path, mqttPort))}\n`);
  } finally {
    await platform.stop();
    await services.stop();
    if (process.env['KEEP'] === undefined) rmSync(path, { recursive: true, force: true });
    else tell(`kept: ${path}`);
  }
}

async function measure(platform: Platform, services: Services, path: string, mqttPort: number): Promise<object> {
  const [credentials, sent] = [join(path, 'crowd.json'), join(path, 'sent.csv')];
  const secrets = await enrolMany(services.ownerUrl, { prefix: 'chaos-', count: DEVICES });
  writeFileSync(credentials, JSON.stringify(Object.fromEntries(secrets)), { mode: 0o600 });
  const load = runLoad({
    ...{ mqtt: `mqtt://127.0.0.1:${mqttPort}`, credentials, sent, rate: RATE, seconds: MINUTES * 60 },
    ...{ backlog: 0.1, shuffle: true, duplicates: 0.02, holes: 0.001, gone: 0.3, straps: 0.05 },
    ...{ 'memory-losses': MEMORY_LOSSES, patience: 30, wait: REST_SECONDS },
  });
  const faults = await goWrong(platform, services, Date.now() + MINUTES * 60_000, load);
  const report = await load;
  tell(JSON.stringify(report));
  const compared = await compareSent(services.ownerUrl, sent);
  for (const line of compared.examples) tell(line);
  const { lost, duplicated, differing, forgotten } = compared;
  const alerts = await strapAlerts(services.ownerUrl);
  const { records, records_per_s, resent, connections_lost, wrong_acks, unacknowledged } = report;
  return {
    ...{ minutes: MINUTES, faults, lost, duplicated, differing, forgotten, ...alerts },
    ...{ records, records_per_s, resent, connections_lost, wrong_acks, unacknowledged },
  };
}

/** One after the other until the time is over. */
async function goWrong(platform: Platform, services: Services, end: number, load: Promise<unknown>): Promise<number> {
  const faults = faultsOf(platform, services, OUTAGE_MS);
  const ended = load.then(() => Promise.reject(new Error('the load ended before its time')));
  ended.catch(() => undefined);
  let count = 0;
  await pause(CALM_MS);
  while (Date.now() < end - CALM_MS) {
    const fault = faults[count % faults.length];
    if (fault === undefined) break;
    const began = Date.now();
    tell(`fault ${count + 1}: ${fault.name}`);
    await Promise.race([fault.happen(), ended]);
    tell(`whole again after ${Date.now() - began} ms`);
    count += 1;
    await Promise.race([pause(CALM_MS), ended]);
  }
  return count;
}

await main();
