import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { brokers } from '../contract/brokers.js';
import { until } from '../support/until.js';
import { runLoad } from './support/load-process.js';

/**
 * What the simulator for load can do when nothing holds it up: one process against a bare broker with a bare subscriber,
 * writing down what it sends. Whoever measures the platform with it has to know that it is not the limit.
 */
const DEVICES = Number(process.env['DEVICES'] ?? 20_000);
const RATE = Number(process.env['RATE'] ?? 20_000);
const SECONDS = Number(process.env['SECONDS'] ?? 20);

async function main(): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'zhengtu-load-'));
  const broker = await brokers[0]?.start();
  if (broker === undefined) throw new Error('there is no broker');
  const url = `mqtt://sim:load@127.0.0.1:${broker.port}`;
  const subscriber = await mqtt.connectAsync(url, { clientId: 'bare' });
  let heard = 0;
  subscriber.on('message', () => (heard += 1));
  await subscriber.subscribeAsync('wristband/v1/+/up', { qos: 1 });
  try {
    const size = { devices: DEVICES, rate: RATE, seconds: SECONDS };
    const report = await runLoad({ mqtt: url, connections: 8, deaf: true, sent: join(path, 'sent.csv'), ...size });
    await until('the subscriber to hear all', () => heard === report.messages);
    const { devices, records, messages, records_per_s, late_ms, cpu_cores, rss_mb } = report;
    process.stdout.write(
      `${JSON.stringify({ devices, records, messages, heard, records_per_s, late_ms, cpu_cores, rss_mb })}\n`,
    );
  } finally {
    await subscriber.endAsync(true);
    await broker.stop();
    rmSync(path, { recursive: true, force: true });
  }
}

await main();
