import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { setTimeout as pause } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import pg from 'pg';
import { instant } from '#libs/kernel';
import { addWearer, openTestDatabase, type TestDatabase } from '#libs/testkit';
import { IngestModule } from '../../apps/ingest/src/ingest.module.js';
import { until } from '../support/until.js';
import { brokers, type RunningBroker } from './brokers.js';
import { Wire } from './wire.js';

describe.each(brokers)('ingest on $name', ({ name, version, start }) => {
  let test: TestDatabase;
  let broker: RunningBroker;
  let wire: Wire;
  let ingests: INestApplication[] = [];
  let band: MqttClient;
  let device = '';
  let made = 0;
  let down: unknown[] = [];

  beforeAll(async () => {
    test = await openTestDatabase();
    broker = await start();
    wire = await Wire.to(broker.port);
    band = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { protocolVersion: 4 });
    band.on('message', (_, payload) => down.push(JSON.parse(payload.toString())));
  });
  beforeEach(async () => {
    device = `WB-${version}${(made += 1).toString().padStart(3, '0')}`;
    await addWearer(test, device, instant(Date.now() - 86_400_000));
    down = [];
    wire.sent.length = 0;
    await band.subscribeAsync(`wristband/v1/${device}/down`, { qos: 1 });
  });
  afterEach(async () => {
    await Promise.all(ingests.map((app) => app.close()));
    ingests = [];
  });
  afterAll(async () => {
    await band.endAsync();
    await wire.close();
    await broker.stop();
    await test.close();
  });

  async function ingest(name = 'zhengtu-ingest', share = ''): Promise<INestApplication> {
    const config = {
      ...{ DATABASE_URL: test.applicationUrl, REDIS_URL: process.env['TEST_REDIS_URL'] ?? '', MQTT_URL: wire.url },
      ...{ INGEST_CLIENT_ID: name, INGEST_SHARE: share, INGEST_FLUSH_MS: 15, INGEST_BATCH: 2_000 },
      ...{ HEALTH_PORT: 0, HOST: '127.0.0.1' },
    };
    const app = await NestFactory.create(IngestModule.for(config), { logger: false });
    ingests.push(app);
    await app.listen(0, '127.0.0.1');
    await until('ingest to be ready', async () => (await fetch(`${await app.getUrl()}/health/ready`)).ok);
    return app;
  }
  const send = (from: number, to: number, more: object = {}): Promise<unknown> => {
    const rec = Array.from({ length: to - from + 1 }, (_, index) => ({
      seq: from + index,
      t: Date.now() + index,
      k: 'nofix',
    }));
    return band.publishAsync(`wristband/v1/${device}/up`, JSON.stringify({ boot: 1, rec, ...more }), { qos: 1 });
  };
  async function seqs(): Promise<number[]> {
    const { rows } = await test.owner.query<{ seq: string }>(
      'select seq from record where device_id = $1 order by seq',
      [device],
    );
    return rows.map(({ seq }) => Number(seq));
  }

  async function gaps(): Promise<{ from: number; to: number; state: string; asked: number }[]> {
    const { rows } = await test.owner.query<{ from: number; to: number; state: string; asked: number }>(
      `select seq_from::float8 as from, seq_to::float8 as to, state, asked from record_gap
       where device_id = $1 order by seq_from`,
      [device],
    );
    return rows;
  }

  it('acknowledges to the broker what is committed, and not before', async () => {
    await ingest();
    const blocker = new pg.Client({ connectionString: test.ownerUrl });
    await blocker.connect();
    await blocker.query('begin');
    await blocker.query('select from device where id = $1 for update', [device]);
    await send(1, 3);
    await until('the batch to wait for us', async () => {
      const { rowCount } = await test.owner.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      return rowCount === 1;
    });
    expect([wire.pubacks.length, down.length, (await seqs()).length]).toEqual([0, 0, 0]);
    await blocker.query('rollback');
    await until('the acknowledgement', () => wire.pubacks.length === 1);
    expect(await seqs()).toEqual([1, 2, 3]);
    await blocker.end();
  });

  it('is given again what it had not committed when it ended', async () => {
    const first = await ingest();
    const blocker = new pg.Client({ connectionString: test.ownerUrl });
    await blocker.connect();
    await blocker.query('begin');
    await blocker.query('select from device where id = $1 for update', [device]);
    await send(1, 3);
    await until('the batch to wait for us', async () => {
      const { rowCount } = await test.owner.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      return rowCount === 1;
    });
    // As a crash looks from outside: the database ends the transaction, the broker loses the connection.
    wire.cut();
    await test.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    await first.close();
    ingests = [];
    await blocker.query('rollback');
    expect(await seqs()).toEqual([]);
    await ingest();
    await until('the records', async () => (await seqs()).length === 3);
    await blocker.end();
  });

  it('tells a wristband what it may forget, asks for what is missing, and takes "gone" for an answer', async () => {
    await ingest();
    await send(1, 3);
    await until('the first acknowledgement', () => down.length === 1);
    expect(down).toEqual([{ ack: 3, boot: 1 }]);
    await send(7, 8);
    await until('the question', () => down.length === 2, 8_000);
    expect(down[1]).toEqual({ resend: [[4, 6]], boot: 1 });
    await send(5, 6);
    await send(1, 0, { gone: [[4, 4]] });
    await until('the acknowledgement', () => down.some((message) => (message as { ack?: number }).ack === 8), 12_000);
    expect(await seqs()).toEqual([1, 2, 3, 5, 6, 7, 8]);
  }, 30_000);

  // What is missing at a beginning is asked for in seconds, and no broker has a part in it: once is enough.
  if (name === 'Aedes') {
    it('lets a wristband that sends its newest record first keep what it has not sent yet', async () => {
      await ingest();
      await send(40, 41);
      await until('the question for what came before', () => down.length > 0);
      expect(down).toEqual([{ resend: [[1, 39]], boot: 1 }]);
      await send(20, 39);
      await send(1, 19);
      await until('the acknowledgement', () => down.some((said) => JSON.stringify(said).startsWith('{"ack"')));
      expect(down.at(-1)).toEqual({ ack: 41, boot: 1 });
      await until('the hole to be on file as filled', async () =>
        (await gaps()).every(({ state }) => state === 'filled'),
      );
    });

    it('acknowledges a wristband that joins in the middle of its numbering and has nothing from before', async () => {
      await ingest();
      let seq = 4_711;
      await until(
        'the acknowledgement',
        async () => {
          // It is there, and goes on as if it had nothing to answer.
          await send(seq, seq++);
          await pause(500);
          return down.some((said) => JSON.stringify(said).startsWith('{"ack"'));
        },
        40_000,
      );
      expect(down.slice(0, 2)).toEqual(Array(2).fill({ resend: [[1, 4_710]], boot: 1 }));
      expect((down[2] as { ack: number }).ack).toBeGreaterThan(4_711);
      expect(await gaps()).toEqual([{ from: 1, to: 4_710, state: 'unanswered', asked: 2 }]);
    }, 60_000);
  }

  it('tells a wristband that connects what it may forget', async () => {
    await ingest();
    await send(1, 3);
    await until('the first acknowledgement', () => down.length === 1);
    await band.publishAsync(`wristband/v1/${device}/link`, '{"online":true}', { qos: 1, retain: true });
    await until('another', () => down.length === 2);
    expect(down[1]).toEqual({ ack: 3, boot: 1 });
  });

  // MQTT 3.1.1 has no shared subscriptions.
  if (version === 5)
    it('shares the work with another ingest, and doubles nothing', async () => {
      await Promise.all([ingest('zhengtu-ingest-a', 'ingest'), ingest('zhengtu-ingest-b', 'ingest')]);
      await Promise.all(Array.from({ length: 200 }, (_, index) => send(index * 5 + 1, index * 5 + 5)));
      await until('all records', async () => (await seqs()).length === 1_000);
      const { rows } = await test.owner.query<{ stored: string }>(
        'select stored from device_stream where device_id = $1',
        [device],
      );
      expect(rows).toEqual([{ stored: '{[1,1001)}' }]);
    });
});
