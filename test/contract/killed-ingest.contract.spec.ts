import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import mqtt, { type MqttClient } from 'mqtt';
import { DataDir, Platform } from '#infra/start';
import { instant } from '#libs/kernel';
import { addWearer, openTestDatabase, type TestDatabase } from '#libs/testkit';
import { until } from '../support/until.js';
import { brokers, type RunningBroker } from './brokers.js';

const BANDS = 12;
const MESSAGES = 250;
const RECORDS = 4;

describe.each(brokers)('ingest processes on $name', ({ name, shares, start }) => {
  let test: TestDatabase;
  let broker: RunningBroker;
  let bands: MqttClient;
  let running: { platform: Platform; folder: string }[] = [];
  let made = 0;

  beforeAll(async () => {
    test = await openTestDatabase();
    broker = await start();
    bands = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { protocolVersion: 4 });
  });
  afterEach(async () => {
    await Promise.all(running.map(({ platform }) => platform.stop()));
    for (const { folder } of running) rmSync(folder, { recursive: true, force: true });
    running = [];
  });
  afterAll(async () => {
    await bands.endAsync();
    await broker.stop();
    await test.close();
  });

  /** A process of its own, as it is built, which is started again when it is killed. */
  async function ingest(clientId: string, share: string): Promise<Platform> {
    const folder = mkdtempSync(join(tmpdir(), 'zhengtu-ingest-'));
    const services = { applicationUrl: test.applicationUrl, redisUrl: process.env['TEST_REDIS_URL'] ?? '' };
    const platform = new Platform({
      ...{ services, dataDir: new DataDir(folder), port: 0, mqttPort: 0, demo: false, tell: () => undefined },
      ...{ mqttUrl: `mqtt://127.0.0.1:${broker.port}`, only: ['ingest'] },
      env: { INGEST_CLIENT_ID: clientId, INGEST_SHARE: share },
    });
    running.push({ platform, folder });
    await platform.begin();
    return platform;
  }
  async function wearers(): Promise<string[]> {
    made += 1;
    const ids = Array.from({ length: BANDS }, (_, index) => `${name}-${made}-${index.toString().padStart(2, '0')}`);
    for (const id of ids) await addWearer(test, id, instant(Date.now() - 86_400_000));
    return ids;
  }
  /** As wristbands do that nobody answers: each message goes out when the broker has taken the one before. */
  const sendAll = (devices: readonly string[]): Promise<unknown> =>
    Promise.all(
      devices.map(async (device) => {
        for (let message = 0; message < MESSAGES; message += 1) {
          const rec = Array.from({ length: RECORDS }, (_, index) => ({
            ...{ seq: message * RECORDS + index + 1, t: Date.now(), k: 'nofix' },
          }));
          await bands.publishAsync(`wristband/v1/${device}/up`, JSON.stringify({ boot: 1, rec }), { qos: 1 });
        }
      }),
    );
  async function stored(devices: readonly string[]): Promise<{ rows: number; different: number }> {
    const { rows } = await test.owner.query<{ rows: string; different: string }>(
      'select count(*) as rows, count(distinct (device_id, life, seq)) as different from record where device_id = any($1)',
      [devices],
    );
    return { rows: Number(rows[0]?.rows), different: Number(rows[0]?.different) };
  }
  const received = async (platform: Platform): Promise<number> => {
    const text = await (await fetch(`${platform.healthUrl('ingest')}/metrics`)).text();
    return Number(/^messages_received_total (\d+)/m.exec(text)?.[1] ?? 0);
  };
  async function killInTheMiddle(platform: Platform, devices: readonly string[]): Promise<void> {
    const all = BANDS * MESSAGES * RECORDS;
    const sent = sendAll(devices);
    for (const share of [0.2, 0.5]) {
      await until('some of it', async () => (await stored(devices)).rows > all * share);
      await platform.kill('ingest');
    }
    await sent;
    await until('all of it', async () => (await stored(devices)).rows >= all, 60_000);
    expect(await stored(devices)).toEqual({ rows: all, different: all });
  }

  it('lose nothing and double nothing when one is killed again and again', async () => {
    const devices = await wearers();
    await killInTheMiddle(await ingest('killed', ''), devices);
  }, 120_000);

  if (shares) {
    it('share the work; when one is killed, nothing is lost and nothing doubled', async () => {
      const devices = await wearers();
      const [one, other] = await Promise.all([ingest('shared-a', 'ingest'), ingest('shared-b', 'ingest')]);
      await killInTheMiddle(one, devices);
      // Who was killed last may find nothing left when it is back: it has its share of what comes then.
      await one.ready('ingest');
      await sendAll(await wearers());
      await until('both to have their share', async () => (await received(one)) > 0 && (await received(other)) > 0);
    }, 120_000);
  } else {
    it('would be deaf if they shared: the broker grants it and never delivers', async () => {
      const probe = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
        protocolVersion: 4,
        clientId: 'probe',
      });
      const first = new Promise<string>((resolve) => void probe.once('message', resolve));
      const [granted] = await probe.subscribeAsync('$share/group/probe/+', { qos: 1 });
      await bands.publishAsync('probe/shared', '', { qos: 1 });
      // What was published before would have come before.
      await probe.subscribeAsync('probe/+', { qos: 1 });
      await bands.publishAsync('probe/own', '', { qos: 1 });
      expect([granted?.qos, await first]).toEqual([1, 'probe/own']);
      await probe.endAsync();
    });
  }
});
