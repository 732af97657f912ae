import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import mqtt, { type MqttClient } from 'mqtt';
import { Publisher, Subscriber, type HeldMessage, type SubscriberOptions } from '#libs/mqtt';
import { until } from '../support/until.js';
import { brokers, type RunningBroker } from './brokers.js';
import { CONNECT, PINGREQ, Wire } from './wire.js';

describe.each(brokers)('a subscriber of $name', ({ version, start }) => {
  let broker: RunningBroker;
  let wire: Wire;
  let publisher: MqttClient;
  const subscribers: Subscriber[] = [];
  let received: HeldMessage[] = [];
  let clientId = '';

  beforeAll(async () => {
    broker = await start();
    publisher = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { protocolVersion: 4 });
  });
  beforeEach(async () => {
    wire = await Wire.to(broker.port);
    received = [];
    clientId = `spec-${Math.random().toString(36).slice(2)}`;
  });
  afterEach(async () => {
    for (const subscriber of subscribers.splice(0)) subscriber.abandon();
    await wire.close();
  });
  afterAll(async () => {
    await publisher.endAsync();
    await broker.stop();
  });

  async function subscribe(more: Partial<SubscriberOptions> = {}): Promise<Subscriber> {
    const subscriber = new Subscriber({
      url: wire.url,
      clientId,
      filters: [`${clientId}/+`],
      onMessage: (message) => received.push(message),
      ...more,
    });
    subscribers.push(subscriber);
    await until('the subscription', () => subscriber.subscribed);
    return subscriber;
  }
  const count = (type: number): number => wire.sent.filter((packet) => packet.type === type).length;
  const publish = (from: number, to: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: to - from + 1 }, (_, index) =>
        publisher.publishAsync(`${clientId}/up`, String(from + index), { qos: 1 }),
      ),
    );
  const numbers = (messages: readonly HeldMessage[]): number[] =>
    messages.map(({ payload }) => Number(Buffer.from(payload).toString()));
  const numbered = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);

  it('reads on without acknowledging, and acknowledges exactly what is released', async () => {
    const subscriber = await subscribe();
    await publish(1, 3_000);
    await until('all messages', () => received.length === 3_000);
    expect(wire.pubacks).toEqual([]);
    expect(subscriber.held.messages).toBe(3_000);
    const batch = received.slice(500, 1_500);
    subscriber.release(batch);
    await until('the acknowledgements', () => wire.pubacks.length >= 1_000);
    expect(wire.pubacks).toEqual(batch.map(({ id }) => id));
    expect(subscriber.held.messages).toBe(2_000);
  });

  it('is given again, after a crash, what it had not released', async () => {
    const crashed = await subscribe();
    await publish(1, 100);
    await until('all messages', () => received.length === 100);
    crashed.release(received.slice(0, 40));
    await until('the acknowledgements', () => wire.pubacks.length === 40);
    // The broker must have read them before the connection breaks.
    await publisher.publishAsync(`${clientId}/flush`, '101', { qos: 1 });
    await until('what was sent after them', () => received.length === 101);
    crashed.abandon();
    received = [];
    await subscribe();
    await until('the redelivery', () => received.length >= 61);
    expect(numbers(received).sort((a, b) => a - b)).toEqual(numbered(41, 101));
  });

  it('takes no more than its window, and all of it in the end', async () => {
    let most = 0;
    const subscriber = await subscribe({
      window: { messages: 50, bytes: 1_000_000 },
      onMessage: (message) => {
        received.push(message);
        most = Math.max(most, subscribers[0]?.held.messages ?? 0);
      },
    });
    await publish(1, 400);
    await until('a full window', () => received.length >= 50);
    let released = 0;
    await until('the rest', () => {
      subscriber.release(received.slice(released));
      released = received.length;
      return released === 400;
    });
    expect(most).toBe(50);
    expect(numbers(received).sort((a, b) => a - b)).toEqual(numbered(1, 400));
  });

  it('keeps its connection while it may take nothing in', async () => {
    const subscriber = await subscribe({ keepaliveSeconds: 1, window: { messages: 50, bytes: 1_000_000 } });
    const connects = count(CONNECT);
    await publish(1, 200);
    await until('a full window', () => received.length === 50);
    const before = count(PINGREQ);
    await until('three times the keepalive', () => count(PINGREQ) >= before + 9);
    let released = 0;
    await until('the rest', () => {
      subscriber.release(received.slice(released));
      released = received.length;
      return released === 200;
    });
    expect([count(CONNECT), numbers(received)]).toEqual([connects, numbered(1, 200)]);
  });

  it('stops reading when what it holds is too large', async () => {
    const subscriber = await subscribe({ window: { messages: 1_000, bytes: 20_000 } });
    const large = Promise.all(
      numbered(1, 30).map(() => publisher.publishAsync(`${clientId}/up`, Buffer.alloc(5_000), { qos: 1 })),
    );
    await until('a full window', () => received.length === 4);
    expect(subscriber.held.bytes).toBe(20_000);
    let released = 0;
    await until('the rest', () => {
      subscriber.release(received.slice(released));
      released = received.length;
      return released === 30;
    });
    await large;
  });

  it('does not acknowledge on a new connection what came by the old one', async () => {
    const subscriber = await subscribe();
    await publish(1, 10);
    await until('all messages', () => received.length === 10);
    const lost = received.splice(0);
    wire.cut();
    await until('the redelivery', () => received.length === 10 && subscriber.subscribed);
    subscriber.release(lost);
    subscriber.release(received.slice(0, 3));
    await until('the acknowledgements', () => wire.pubacks.length >= 3);
    await publish(11, 11);
    await until('a later message', () => received.length === 11);
    expect(wire.pubacks).toEqual(received.slice(0, 3).map(({ id }) => id));
    expect(subscriber.held.messages).toBe(8);
  });

  it('takes messages of QoS 0, which nobody waits for', async () => {
    const subscriber = await subscribe();
    await publisher.publishAsync(`${clientId}/up`, '1', { qos: 0 });
    await until('the message', () => received.length === 1);
    subscriber.release(received);
    await publish(2, 2);
    await until('the next', () => received.length === 2);
    expect(wire.pubacks).toEqual([]);
  });

  it(`speaks MQTT ${version === 5 ? '5' : '3.1.1, after asking for 5'}`, async () => {
    await subscribe();
    const connections = wire.sent.filter(({ type }) => type === 1);
    expect(connections).toHaveLength(version === 5 ? 1 : 2);
  });

  if (version === 4)
    it('says so and stays away when it shall share what the broker cannot share', async () => {
      const troubles: string[] = [];
      const subscriber = new Subscriber({
        ...{ url: wire.url, clientId, filters: [`${clientId}/+`], share: 'group' },
        ...{ onMessage: () => undefined, onTrouble: (what: string) => troubles.push(what) },
      });
      subscribers.push(subscriber);
      await until('the trouble', () => troubles.some((what) => what.includes('INGEST_SHARE')));
      expect([subscriber.subscribed, wire.sent.filter(({ type }) => type === 8)]).toEqual([false, []]);
    });

  it('hears what a publisher sends, once there is a connection', async () => {
    await subscribe();
    const out = new Publisher({ url: `mqtt://127.0.0.1:${broker.port}`, clientId: `${clientId}-out` });
    expect(await out.send(`${clientId}/down`, { ack: 0 })).toBe(false);
    await until('the connection', () => out.connected);
    expect(await out.send(`${clientId}/down`, { ack: 1 })).toBe(true);
    await until('the message', () => received.length === 1);
    expect(Buffer.from(received[0]?.payload ?? []).toString()).toBe('{"ack":1}');
    await out.close();
  });
});
