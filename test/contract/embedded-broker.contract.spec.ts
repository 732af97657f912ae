import 'reflect-metadata';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { deviceSecretHash } from '#libs/identity';
import { Subscriber, type HeldMessage } from '#libs/mqtt';
import { Metrics } from '#libs/platform';
import { openTestDatabase, type TestDatabase } from '#libs/testkit';
import { BrokerModule } from '../../apps/broker/src/broker.module.js';
import { BrokerService } from '../../apps/broker/src/broker.service.js';
import { until } from '../support/until.js';
import { HandClient } from './hand-client.js';

const PLATFORM_SECRET = 'spec-platform-secret';

describe('the embedded broker', () => {
  let test: TestDatabase;
  let app: INestApplication;
  let port = 0;
  let platform: HandClient;
  const clients: HandClient[] = [];

  beforeAll(async () => {
    test = await openTestDatabase();
    await addDevice('WB-0001', 'secret-one');
    await addDevice('WB-0002', 'secret-two');
    await addDevice('WB-gone', 'secret-gone');
    await test.owner.query(`update device set disabled_at = now() where id = 'WB-gone'`);
    await test.owner.query(`insert into device_link values ('WB-0001', true, '2026-01-01')`);
    app = await NestFactory.create(
      BrokerModule.for({
        ...{ DATABASE_URL: test.applicationUrl, PLATFORM_MQTT_SECRET: PLATFORM_SECRET, MQTT_HOST: '127.0.0.1' },
        ...{ MQTT_PORT: 0, HEALTH_PORT: 0, HOST: '127.0.0.1' },
      }),
      { logger: false },
    );
    await app.init();
    port = app.get(BrokerService).port;
  });
  afterEach(() => clients.splice(0).forEach((client) => client.drop()));
  afterAll(async () => {
    platform.drop();
    await app.close();
    await test.close();
  });

  async function addDevice(id: string, secret: string): Promise<void> {
    const salt = Buffer.from(id);
    await test.owner.query(
      `insert into device (id, division, secret_salt, secret_hash, created_at) values ($1, '520303', $2, $3, now())
       on conflict (id) do update set secret_hash = excluded.secret_hash`,
      [id, salt, deviceSecretHash(secret, salt)],
    );
  }
  async function join(id: string, password: string, username = id): Promise<HandClient> {
    const client = await HandClient.join(port, { clientId: id, username, password });
    clients.push(client);
    return client;
  }
  async function refusalsOf(deviceId: string): Promise<[string, number][]> {
    const { rows } = await test.owner.query<{ reason: string; copies: string }>(
      'select reason, copies from access_refusal where device_id = $1 order by id',
      [deviceId],
    );
    return rows.map(({ reason, copies }) => [reason, Number(copies)]);
  }
  async function noted(deviceId: string, reason: string): Promise<number> {
    for (const end = Date.now() + 5_000; Date.now() < end;) {
      const found = (await refusalsOf(deviceId)).find((refusal) => refusal[0] === reason);
      if (found !== undefined) return found[1];
    }
    throw new Error(`no refusal ${reason} of ${deviceId}`);
  }

  it('lets no wristband in before somebody listens: what it sent would be heard by nobody', async () => {
    const waiting = HandClient.join(port, { clientId: 'WB-0001', username: 'WB-0001', password: 'secret-one' });
    let isIn = false;
    void waiting.then(() => (isIn = true));
    platform = await HandClient.join(port, {
      clientId: 'zhengtu-ingest',
      username: 'platform',
      password: PLATFORM_SECRET,
    });
    expect(isIn).toBe(false);
    await platform.subscribe('wristband/v1/+/up');
    expect((await waiting).connack).toBe(0);
    (await waiting).drop();
  });

  it('has forgotten who was connected before it was started', async () => {
    const { rows } = await test.owner.query(`select online from device_link where device_id = 'WB-0001'`);
    expect(rows).toEqual([{ online: false }]);
  });

  it('hands on what a wristband says under its own name', async () => {
    const band = await join('WB-0001', 'secret-one');
    await band.publish('wristband/v1/WB-0001/up', '{"boot":1}');
    await platform.heard(
      (message) => message.topic === 'wristband/v1/WB-0001/up' && message.payload.toString() === '{"boot":1}',
    );
  });

  it.each([
    ['a wrong secret', 'WB-0001', 'secret-two', 'WB-0001', 'client.wrong-secret'],
    ['an unknown name', 'WB-9999', 'x', 'WB-9999', 'client.unknown'],
    ['a disabled device', 'WB-gone', 'secret-gone', 'WB-gone', 'client.disabled'],
    ['the name of another', 'WB-0002', 'secret-one', 'WB-0001', 'client.not-itself'],
    ['the name of our own process', 'zhengtu-ingest', 'x', 'zhengtu-ingest', 'client.not-itself'],
    ['a wrong platform secret', 'zhengtu-x', 'x', 'platform', 'client.wrong-secret'],
  ])('refuses %s', async (_, id, password, username, reason) => {
    const client = await join(id, password, username);
    expect(client.connack).toBe(4);
    expect(await noted(username, reason)).toBeGreaterThan(0);
  });

  it('takes a changed secret at once, and the old one no more', async () => {
    expect((await join('WB-0002', 'secret-two')).connack).toBe(0);
    await addDevice('WB-0002', 'secret-new');
    expect((await join('WB-0002', 'secret-two')).connack).toBe(4);
    expect((await join('WB-0002', 'secret-new')).connack).toBe(0);
    await addDevice('WB-0002', 'secret-two');
  });

  it.each(['wristband/v1/WB-0002/up', 'wristband/v1/WB-0001/down', '$SYS/x', 'owntracks/u/WB-0002', 'elsewhere'])(
    'ends the connection of a wristband that publishes to %s, and hands nothing on',
    async (topic) => {
      const band = await join('WB-0001', 'secret-one');
      void band.publish(topic, 'stolen').catch(() => undefined);
      await band.closed;
      await noted('WB-0001', 'topic.not-own');
      expect(platform.messages.filter(({ payload }) => payload.toString() === 'stolen')).toEqual([]);
    },
  );

  it('grants a wristband its own commands, and nothing else', async () => {
    const band = await join('WB-0001', 'secret-one');
    expect(await band.subscribe('wristband/v1/WB-0001/down')).toBe(1);
    expect(await band.subscribe('wristband/v1/WB-0002/down')).toBe(128);
    expect(await band.subscribe('#')).toBe(128);
    await noted('WB-0001', 'filter.not-own');
  });

  it('does not keep positions or commands for later, but does keep who is connected', async () => {
    const band = await join('WB-0001', 'secret-one');
    await band.publish('wristband/v1/WB-0001/link', '{"online":true}', { retain: true });
    await band.publish('owntracks/u/WB-0001', '{"_type":"location"}', { retain: true });
    await platform.publish('wristband/v1/WB-0002/down', '{"cmd":"vibrate"}', { retain: true });
    const later = await join('late', PLATFORM_SECRET, 'platform');
    for (const filter of ['wristband/v1/+/down', 'owntracks/#', 'wristband/v1/+/link']) await later.subscribe(filter);
    await later.heard((message) => message.topic === 'wristband/v1/WB-0001/link');
    expect(later.messages).toHaveLength(1);
  });

  it('speaks the last will of a wristband whose connection broke', async () => {
    await platform.subscribe('wristband/v1/+/link');
    const will = {
      topic: 'wristband/v1/WB-0001/link',
      payload: Buffer.from('{"online":false}'),
      qos: 1 as const,
      retain: true,
    };
    const band = await HandClient.join(port, {
      clientId: 'WB-0001',
      username: 'WB-0001',
      password: 'secret-one',
      will,
    });
    band.drop();
    await platform.heard(
      ({ topic, payload }) => topic.endsWith('/WB-0001/link') && payload.toString() === '{"online":false}',
    );
  });

  it('does not speak a last will in the name of another', async () => {
    const will = { topic: 'wristband/v1/WB-0001/up', payload: Buffer.from('stolen'), qos: 1 as const, retain: false };
    const band = await HandClient.join(port, {
      clientId: 'WB-0002',
      username: 'WB-0002',
      password: 'secret-two',
      will,
    });
    band.drop();
    await noted('WB-0002', 'topic.not-own');
    expect(platform.messages.some(({ payload }) => payload.toString() === 'stolen')).toBe(false);
  });

  it('hands on a message of 1 MB, for quarantine, and ends the connection at 5 MB before it is in memory', async () => {
    const band = await join('WB-0002', 'secret-two');
    await band.publish('wristband/v1/WB-0002/up', Buffer.alloc(1_000_000));
    await platform.heard(({ payload }) => payload.length === 1_000_000);
    const before = process.memoryUsage().arrayBuffers;
    const header = Buffer.from([0x30, 0xc0, 0x96, 0xb1, 0x02]); // PUBLISH of 5,000,000 bytes
    band.write(header);
    await band.closed;
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4_000_000);
    await noted('WB-0002', 'message.too-large');
  });

  it('gives ingest everything that waits for it, however often ingest is killed in the middle', async () => {
    const band = await join('WB-0002', 'secret-two');
    const seen = new Map<string, HeldMessage[]>();
    const settled = new Set<string>();
    const arrive = (message: HeldMessage): void => {
      const text = Buffer.from(message.payload).toString();
      seen.set(text, [...(seen.get(text) ?? []), message]);
    };
    const listen = async (): Promise<Subscriber> => {
      const url = `mqtt://platform:${PLATFORM_SECRET}@127.0.0.1:${port}`;
      const subscriber = new Subscriber({
        url,
        clientId: 'zhengtu-other',
        filters: ['wristband/v1/+/up'],
        onMessage: arrive,
      });
      await until('the subscription', () => subscriber.subscribed);
      return subscriber;
    };
    const all = Array.from({ length: 6_000 }, (_, index) => `message ${index}`);
    let subscriber = await listen();
    for (let killed = 0; killed < 6; killed++) {
      const more = all.slice(killed * 1_000, (killed + 1) * 1_000);
      const sent = Promise.all(more.map((text) => band.publish('wristband/v1/WB-0002/up', text)));
      await until('some of them', () => seen.size >= 300 + killed * 500);
      // Every third of those that came, in no order of theirs: commits are not in the order of the messages.
      const done = [...seen].filter((_, index) => index % 3 === 0).sort((a, b) => (a[0] < b[0] ? -1 : 1));
      subscriber.release(done.flatMap(([, messages]) => messages));
      for (const [text] of done) settled.add(text);
      await sent;
      subscriber.abandon();
      seen.clear();
      subscriber = await listen();
    }
    await until('all the rest', () => all.every((text) => settled.has(text) || seen.has(text)), 20_000);
    subscriber.abandon();
  }, 60_000);

  it('acknowledges no more than it may hold while ingest stores nothing, and all of it in the end', async () => {
    const bands = await Promise.all([join('WB-0001', 'secret-one'), join('WB-0002', 'secret-two')]);
    const held: HeldMessage[] = [];
    const ingest = new Subscriber({
      ...{ url: `mqtt://platform:${PLATFORM_SECRET}@127.0.0.1:${port}`, clientId: 'zhengtu-slow' },
      ...{ filters: ['wristband/v1/+/up'], onMessage: (message: HeldMessage) => held.push(message) },
    });
    await until('the subscription', () => ingest.subscribed);
    let acknowledged = 0;
    const sending = bands.flatMap((band, index) =>
      Array.from({ length: 6_000 }, async (_, n) => {
        await band.publish(`wristband/v1/WB-000${index + 1}/up`, `slow ${index} ${n}`.padEnd(600));
        acknowledged += 1;
      }),
    );
    const mine = (): HeldMessage[] => held.filter(({ payload }) => Buffer.from(payload).toString().startsWith('slow'));
    const heldBack = (): Promise<string> =>
      app.get(Metrics).registry.getSingleMetricAsString('broker_held_back_messages');
    await until('some to wait', async () => !(await heldBack()).endsWith(' 0'));
    await until('as much as it may hold', () => mine().length >= 8_000);
    // What it had read at once of each may go beyond it.
    expect(acknowledged).toBeLessThan(9_000);
    const release = setInterval(() => ingest.release(held.splice(0)), 5);
    await Promise.all(sending);
    clearInterval(release);
    expect(acknowledged).toBe(12_000);
    ingest.abandon();
  }, 60_000);

  it('is not stopped by what is no MQTT at all', async () => {
    const noise = connect(port, '127.0.0.1');
    noise.on('error', () => undefined);
    noise.write('GET / HTTP/1.1\r\n\r\n');
    await new Promise((resolve) => noise.once('close', resolve));
    expect((await join('WB-0001', 'secret-one')).connack).toBe(0);
  });

  it('writes a mad client down once, and counts it', async () => {
    for (let n = 0; n < 30; n++) (await join('WB-mad1', 'x')).drop();
    expect(await noted('WB-mad1', 'client.unknown')).toBeGreaterThan(0);
    for (const end = Date.now() + 5_000; Date.now() < end && (await noted('WB-mad1', 'client.unknown')) < 30;);
    expect(await refusalsOf('WB-mad1')).toEqual([['client.unknown', 30]]);
  });

  it('lets wristbands that it knows back in while the database is away, and no others', async () => {
    (await join('WB-0001', 'secret-one')).drop();
    await closeDatabase(test.ownerUrl);
    expect((await join('WB-0001', 'secret-one')).connack).toBe(0);
    expect((await join('WB-0001', 'wrong')).connack).toBe(4);
    expect((await join('WB-8888', 'x')).connack).toBe(3);
  });
});

/** Nobody gets in any more, and who is in is put out. */
async function closeDatabase(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: '/postgres' }).href });
  const name = new URL(url).pathname.slice(1);
  await admin.connect();
  await admin.query(`alter database ${name} allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  await admin.end();
}
