import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { openTestDatabase, type TestDatabase } from '#libs/testkit';
import { IngestModule } from '../../apps/ingest/src/ingest.module.js';
import { Load } from '../../devices-sim/src/load/load.js';
import type { LoadSettings } from '../../devices-sim/src/load/load-settings.js';
import { Progress } from '../../devices-sim/src/progress.js';
import { compareSent } from '../support/compare-sent.js';
import { enrolMany } from '../support/enrol-many.js';
import { until } from '../support/until.js';
import { brokers, type RunningBroker } from './brokers.js';

/** 500 wristbands, 100 records each. */
const DEVICES = 500;
const RECORDS = 50_000;
const SECONDS = 12;

describe.each(brokers)('a herd on $name', ({ name, start }) => {
  const folder = mkdtempSync(join(tmpdir(), 'zhengtu-load-'));
  let test: TestDatabase;
  let broker: RunningBroker;
  let ingest: INestApplication;

  beforeAll(async () => {
    test = await openTestDatabase();
    broker = await start();
    const config = {
      ...{ DATABASE_URL: test.applicationUrl, REDIS_URL: process.env['TEST_REDIS_URL'] ?? '' },
      ...{ MQTT_URL: `mqtt://127.0.0.1:${broker.port}`, INGEST_CLIENT_ID: `zhengtu-ingest-${name}`, INGEST_SHARE: '' },
      ...{ INGEST_FLUSH_MS: 15, INGEST_BATCH: 2_000, HEALTH_PORT: 0, HOST: '127.0.0.1' },
    };
    ingest = await NestFactory.create(IngestModule.for(config), { logger: false });
    await ingest.listen(0, '127.0.0.1');
    await until('ingest to be ready', async () => (await fetch(`${await ingest.getUrl()}/health/ready`)).ok);
  });
  afterAll(async () => {
    await ingest.close();
    await broker.stop();
    await test.close();
    rmSync(folder, { recursive: true });
  });

  const herd = async (prefix: string, more: Partial<LoadSettings>) => {
    await enrolMany(test.ownerUrl, { prefix, count: DEVICES });
    const sent = join(folder, `${prefix}.csv`);
    const report = await new Load({
      mqttUrl: `mqtt://127.0.0.1:${broker.port}`,
      ids: Array.from({ length: DEVICES }, (_, index) => `${prefix}${String(index + 1).padStart(6, '0')}`),
      secrets: new Map(),
      shared: 4,
      window: 200,
      hears: true,
      dialsPerSecond: 1_000,
      rate: RECORDS / SECONDS,
      seconds: SECONDS,
      history: 0,
      usual: 1,
      batch: 20,
      backlog: 0,
      deadZone: 2_000,
      scattered: false,
      duplicates: 0,
      memoryLosses: 0,
      straps: 0.05,
      holes: 0,
      gone: 0,
      capacity: 50_000,
      patience: 20_000,
      wait: 90_000,
      sent,
      progress: new Progress(10_000),
      signal: new AbortController().signal,
      ...more,
    }).run();
    return { report, compared: await compareSent(test.ownerUrl, sent) };
  };

  it('is stored record by record, whatever came twice, late, out of order or only when it was asked for', async () => {
    const { report, compared } = await herd('wild-', {
      backlog: 0.3,
      scattered: true,
      duplicates: 0.1,
      memoryLosses: 600,
      holes: 0.01,
      gone: 0.3,
    });
    expect(compared).toMatchObject({ lost: 0, duplicated: 0, differing: 0, forgotten: 0, sealed: 0, examples: [] });
    expect(compared.stored).toBe(compared.sent);
    expect(report).toMatchObject({ unacknowledged: 0, wrong_acks: 0, records: compared.sent });
    expect([report.duplicates, report.resent, report.gone, report.lives].every((count) => count > 20)).toBe(true);
    expect(compared.sent).toBeGreaterThan(RECORDS * 0.95);
  }, 200_000);

  it('is stored record by record when all come for the first time at once, with a backlog out of order', async () => {
    // Small messages, few at a time: the first of a wristband are stored long before its last are sent.
    const wave = { seconds: 0, history: 60, scattered: true, batch: 2, window: 10 };
    const { report, compared } = await herd('storm-', wave);
    expect(compared).toMatchObject({ sent: 60 * DEVICES, stored: 60 * DEVICES, lost: 0, differing: 0, examples: [] });
    expect(report).toMatchObject({ unacknowledged: 0, wrong_acks: 0 });
  }, 200_000);
});
