import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataDir, freePort, Platform } from '#infra/start';
import { uplinkFilters } from '#libs/protocol';
import { openTestDatabase, type TestDatabase } from '#libs/testkit';
import { Load } from '../../devices-sim/src/load/load.js';
import { connectPacket, PacketReader, pubackPacket, subscribePacket } from '../../devices-sim/src/load/packets.js';
import { Progress } from '../../devices-sim/src/progress.js';
import { until } from '../support/until.js';

/** 15,000 messages of three kilobytes: more than a connection holds that nobody reads, and more than the broker takes. */
const [CONNECTIONS, RECORDS, BATCH] = [250, 1_200, 20];
const MESSAGES = (CONNECTIONS * RECORDS) / BATCH;

describe('the embedded broker under pressure', () => {
  const path = mkdtempSync(join(tmpdir(), 'zhengtu-pressure-'));
  const dataDir = new DataDir(path);
  const told: string[] = [];
  let test: TestDatabase;
  let platform: Platform;
  let port = 0;

  beforeAll(async () => {
    test = await openTestDatabase();
    port = await freePort();
    platform = await Platform.start({
      services: { applicationUrl: test.applicationUrl, redisUrl: process.env['TEST_REDIS_URL'] ?? '' },
      ...{ dataDir, port: await freePort(), mqttPort: port, demo: false, only: ['broker'] },
      tell: (line) => told.push(line),
    });
  });
  afterAll(async () => {
    await platform.stop();
    await test.close();
    rmSync(path, { recursive: true });
  });

  /** Somebody with the session of ingest, who acknowledges what he reads. */
  function listener(read: (payload: string) => void): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    const identity = { username: 'platform', password: dataDir.secret('mqtt'), keepaliveSeconds: 0 };
    return new Promise((resolve) => {
      const reader = new PacketReader({
        connack: () => {
          socket.write(subscribePacket(1, uplinkFilters[0] ?? ''));
          resolve(socket);
        },
        puback: () => undefined,
        publish: (_topic, payload, id) => {
          read(payload);
          if (id !== undefined) socket.write(pubackPacket(id));
        },
      });
      socket.on('data', (bytes: Buffer) => reader.read(bytes));
      socket.once('connect', () =>
        socket.write(connectPacket({ clientId: 'zhengtu-spec', keepSession: true, ...identity })),
      );
    });
  }

  async function waiting(): Promise<number> {
    const metrics = await (await fetch(`${platform.healthUrl('broker')}/metrics`)).text();
    return Number(/^broker_waiting_messages (\d+)$/m.exec(metrics)?.[1]);
  }

  it('outlives a listener that is slow and then dies, and gives the next one everything', async () => {
    const slow = await listener(() => undefined);
    slow.pause();
    const load = new Load({
      mqttUrl: `mqtt://platform:${dataDir.secret('mqtt')}@127.0.0.1:${port}`,
      ids: Array.from({ length: CONNECTIONS }, (_, index) => `press-${index}`),
      ...{ secrets: new Map<string, string>(), shared: CONNECTIONS, window: 100, hears: false, dialsPerSecond: 1_000 },
      ...{ rate: 1_000, seconds: 0, history: RECORDS, usual: 1, batch: BATCH, backlog: 0, deadZone: 1_000 },
      ...{ scattered: false, duplicates: 0, memoryLosses: 0, straps: 0, holes: 0, gone: 0, capacity: 1e9 },
      ...{ patience: 60_000, wait: 60_000, sent: undefined, progress: new Progress(10_000) },
      signal: new AbortController().signal,
    }).run();
    await until('the broker to take no more', async () => {
      const before = await waiting();
      await pause(1_000);
      return before > 5_000 && before === (await waiting());
    });
    slow.destroy();
    const heard = new Set<string>();
    const next = await listener((payload) => heard.add(payload));
    await until('everything', () => heard.size === MESSAGES, 60_000);
    expect(await load).toMatchObject({ taken: MESSAGES, connections_lost: 0 });
    expect(told).toEqual([]);
    next.destroy();
  }, 180_000);
});
