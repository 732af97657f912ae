import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplication, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import mqtt, { type MqttClient } from 'mqtt';
import pg from 'pg';
import { instant } from '#libs/kernel';
import type { Command, NewCommand } from '#libs/protocol';
import {
  addWearer,
  HUICHUAN,
  openTestDatabase,
  seedCounties,
  startApi,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';
import { IngestModule } from '../../apps/ingest/src/ingest.module.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { until } from '../support/until.js';
import { brokers, type RunningBroker } from './brokers.js';
import { Wire } from './wire.js';

interface Told {
  readonly cmd?: string;
  readonly id?: string;
  readonly expires?: number;
}

describe.each(brokers)('commands over $name', ({ version, start }) => {
  const redisUrl = process.env['TEST_REDIS_URL'] ?? '';
  let test: TestDatabase;
  let broker: RunningBroker;
  let wire: Wire;
  let api: RunningApi;
  let office: Caller;
  let band: MqttClient;
  let running: (INestApplication | INestApplicationContext)[] = [];
  let device = '';
  let wearer = '';
  let made = 0;
  let told: Told[] = [];
  let seq = 0;

  beforeAll(async () => {
    test = await openTestDatabase();
    await seedCounties(test);
    broker = await start();
    wire = await Wire.to(broker.port);
    api = await startApi(test);
    office = await api.as('officer', HUICHUAN);
    band = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { protocolVersion: 4 });
    band.on('message', (_, payload) => {
      const message = JSON.parse(payload.toString()) as Told;
      if (message.cmd !== undefined) told.push(message);
    });
  }, 30_000);
  beforeEach(async () => {
    device = `WB-C${version}${(made += 1).toString().padStart(3, '0')}`;
    wearer = await addWearer(test, device, instant(Date.now() - 86_400_000));
    [told, seq] = [[], 0];
    wire.sent.length = 0;
    await band.subscribeAsync(`wristband/v1/${device}/down`, { qos: 1 });
  });
  afterEach(async () => {
    await Promise.all(running.map((app) => app.close()));
    running = [];
  });
  afterAll(async () => {
    await band.endAsync();
    await api.close();
    await wire.close();
    await broker.stop();
    await test.close();
  });

  async function ingest(name = 'zhengtu-ingest', url = wire.url): Promise<void> {
    const config = {
      ...{ DATABASE_URL: test.applicationUrl, REDIS_URL: redisUrl, MQTT_URL: url },
      ...{ INGEST_CLIENT_ID: name, INGEST_SHARE: '', INGEST_FLUSH_MS: 15, INGEST_BATCH: 2_000 },
      ...{ HEALTH_PORT: 0, HOST: '127.0.0.1' },
    };
    const app = await NestFactory.create(IngestModule.for(config), { logger: false });
    running.push(app);
    await app.listen(0, '127.0.0.1');
    await until('ingest to be ready', async () => (await fetch(`${await app.getUrl()}/health/ready`)).ok);
  }
  async function worker(): Promise<void> {
    const config = { DATABASE_URL: test.applicationUrl, REDIS_URL: redisUrl };
    running.push(await NestFactory.createApplicationContext(WorkerModule.for(config), { logger: false }));
  }
  const give = (body: NewCommand): Promise<Command> => office.ask('sendCommand', { id: device, body });
  const commands = async (): Promise<Command[]> => (await office.ask('readCommands', { id: device })).items;
  const untilState = (state: Command['state']): Promise<Command> =>
    until(`the command to be ${state}`, async () => (await commands()).find((command) => command.state === state));
  const up = (...records: object[]): Promise<unknown> => {
    const rec = records.map((record) => ({ seq: (seq += 1), t: Date.now(), ...record }));
    return band.publishAsync(`wristband/v1/${device}/up`, JSON.stringify({ boot: 1, rec }), { qos: 1 });
  };
  const answer = (id: string, more: object = {}): Promise<unknown> =>
    up({ k: 'command_result', id, result: 'done', ...more });
  const stored = async (): Promise<number> =>
    (await test.owner.query('select from record where device_id = $1', [device])).rowCount ?? 0;
  const interval = async (): Promise<number> => (await office.ask('getDevice', { id: device })).intervalSeconds;

  it('go to the wristband with id and expiry, and end with its answer', async () => {
    await ingest();
    const given = await give({ cmd: 'message', text: '请速到司法所报到' });
    await until('the command', () => told.length === 1);
    expect(told).toEqual([
      { cmd: 'message', text: '请速到司法所报到', id: given.id, expires: Date.parse(given.expiresAt) },
    ]);
    expect((await untilState('sent')).sentAt).not.toBeNull();
    await answer(given.id);
    const done = await untilState('done');
    expect(done).toMatchObject({ late: false, detail: null });
    expect(done.answeredAt).toBe(done.endedAt);
    const { items } = await office.ask('readFeed', { query: { limit: '500' } });
    const states = items.flatMap(({ type, data }) =>
      type === 'command.changed' && data.id === given.id ? data.state : [],
    );
    expect(states).toEqual(['queued', 'sent', 'done']);
  });

  it('are sent once, though several ingests look for them', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => ingest(`zhengtu-ingest-${name}`)));
    const given = await Promise.all(Array.from({ length: 20 }, () => give({ cmd: 'vibrate' })));
    await until('all to be sent', async () => (await commands()).every(({ state }) => state === 'sent'));
    // The broker keeps the order: what was sent before this has come when this has.
    await band.publishAsync(`wristband/v1/${device}/down`, '{"cmd":"the end"}', { qos: 1 });
    await until('the end', () => told.some(({ cmd }) => cmd === 'the end'));
    const ids = told.flatMap(({ id }) => id ?? []);
    expect([...ids].sort()).toEqual(given.map(({ id }) => id).sort());
  });

  // MQTT 3.1.1 has no expiry: there the wristband alone looks at `expires`.
  if (version === 5)
    it('are kept by the broker no longer than they are of use', async () => {
      const listener = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { protocolVersion: 5 });
      const lasts: (number | undefined)[] = [];
      listener.on('message', (_topic, _payload, packet) => lasts.push(packet.properties?.messageExpiryInterval));
      await listener.subscribeAsync(`wristband/v1/${device}/down`, { qos: 1 });
      await ingest();
      await give({ cmd: 'vibrate' });
      await until('the command', () => lasts.length === 1);
      expect(lasts[0]).toBeGreaterThan(0);
      expect(lasts[0]).toBeLessThanOrEqual(180);
      await listener.endAsync();
    });

  it('wait for the broker, and are sent when it can be reached', async () => {
    const given = await give({ cmd: 'locate' });
    await ingest();
    await until('the command', () => told.length === 1);
    expect(told[0]).toMatchObject({ cmd: 'locate', id: given.id });
  });

  it('an answer is acknowledged to the broker when the command is changed, and not before', async () => {
    await ingest();
    const given = await give({ cmd: 'vibrate' });
    await untilState('sent');
    const blocker = new pg.Client({ connectionString: test.ownerUrl });
    await blocker.connect();
    await blocker.query('begin');
    await blocker.query('select from device_command where id = $1 for update', [given.id]);
    await answer(given.id);
    await until('the batch to wait for us', async () => {
      const { rowCount } = await test.owner.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      return rowCount === 1;
    });
    expect([wire.pubacks.length, await stored()]).toEqual([0, 0]);
    await blocker.query('rollback');
    await until('the acknowledgement', () => wire.pubacks.length === 1);
    expect([(await commands())[0]?.state, await stored()]).toEqual(['done', 1]);
    await blocker.end();
  });

  it('are answered once, whatever is sent again; an answer to nothing is a record like any other', async () => {
    await ingest();
    const given = await give({ cmd: 'vibrate' });
    await answer(given.id, { result: 'failed', detail: '马达坏' });
    const failed = await untilState('failed');
    await answer(given.id);
    await answer('9223372036854775807');
    await answer('c-17');
    await until('the records', async () => (await stored()) === 4);
    expect(await commands()).toEqual([failed]);
    expect(failed.detail).toBe('马达坏');
  });

  it('end by themselves when no answer comes in time; one that comes later is kept and marked', async () => {
    const given = await give({ cmd: 'interval', seconds: 30 });
    await test.owner.query(`update device_command set expires_at = requested_at + interval '1 ms' where id = $1`, [
      given.id,
    ]);
    await worker();
    const row = `select from device_command where id = $1 and state = 'expired'`;
    await until('the end', async () => (await test.owner.query(row, [given.id])).rowCount === 1);
    await ingest();
    await answer(given.id);
    await until('the answer', async () => (await commands())[0]?.answeredAt != null);
    expect((await commands())[0]).toMatchObject({ state: 'expired', late: true, sentAt: null });
    expect(told).toEqual([]);
    expect(await interval()).toBe(30);
  });

  it('a new interval is what silence is measured by, and the log says who changed it', async () => {
    await ingest();
    const given = await give({ cmd: 'interval', seconds: 120 });
    await answer(given.id);
    await untilState('done');
    expect(await interval()).toBe(120);
    const changes = await test.owner.query('select what from world_change where supervisee_id = $1', [wearer]);
    expect(changes.rows).toEqual([{ what: 'interval' }]);
    const { rows } = await test.owner.query(
      'select actor, action, subject, detail from audit_entry order by seq desc limit 1',
    );
    expect(rows).toEqual([
      {
        ...{ actor: `device:${device}`, action: 'device.interval-changed', subject: `device:${device}` },
        detail: { seconds: 120, command: given.id },
      },
    ]);
  });
});
