import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Aedes, type AuthorizePublishHandler } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';
import { ownLink, SharedLinks } from './link.js';
import { Tally } from './tally.js';

let broker: Aedes;
let server: Server;
let url: string;
let platform: MqttClient;
let seen: string[];
let sockets: Socket[];

const listen = (port: number): Promise<void> => {
  server = createServer((socket) => {
    sockets.push(socket);
    broker.handle(socket);
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
};

beforeEach(async () => {
  broker = await Aedes.createBroker();
  sockets = [];
  await listen(0);
  url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  platform = await connectAsync(url, { clientId: 'platform' });
  seen = [];
  platform.on('message', (topic, payload) => seen.push(`${topic.split('/').slice(2).join('/')} ${payload.toString()}`));
  await platform.subscribeAsync('wristband/v1/#', { qos: 1 });
});

afterEach(async () => {
  await platform.endAsync(true);
  await new Promise<void>((resolve) => broker.close(resolve));
  server.close();
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries++) await pause(10);
  expect(condition()).toBe(true);
}

const opened = (heard: string[] = []) => {
  const link = ownLink(url, 'WB-1', 'secret', { up: () => undefined, down: (text) => heard.push(text) }, new Tally());
  link.open();
  return link;
};

describe('a wristband’s own link', () => {
  it('says that it is there; when the radio goes, the broker says that it is not', async () => {
    const link = opened();
    await until(() => seen.includes('WB-1/link {"online":true}'));
    link.drop();
    await until(() => seen.at(-1) === 'WB-1/link {"online":false}');
    link.open();
    await until(() => seen.at(-1) === 'WB-1/link {"online":true}');
    await link.close();
    await until(() => seen.at(-1) === 'WB-1/link {"online":false}');
  });

  it('is told later what was said while it was away', async () => {
    const heard: string[] = [];
    const link = opened(heard);
    await until(() => seen.length === 1);
    await link.send('{"boot":1,"rec":[]}');
    link.drop();
    await until(() => seen.length === 3);
    await platform.publishAsync('wristband/v1/WB-1/down', '{"ack":1,"boot":1}', { qos: 1 });
    link.open();
    await until(() => heard.includes('{"ack":1,"boot":1}'));
    await link.close();
  });

  it('does not count a message as sent that the broker never confirmed', async () => {
    const link = opened();
    await until(() => seen.length === 1);
    const never: AuthorizePublishHandler = () => undefined;
    broker.authorizePublish = never;
    const sending = link.send('{"boot":1,"rec":[]}');
    await pause(20);
    link.drop();
    await expect(sending).rejects.toThrow('the connection went');
  });

  it('comes back by itself when the broker was away', async () => {
    const link = opened();
    await until(() => link.isUp);
    const port = (server.address() as AddressInfo).port;
    server.close();
    for (const socket of sockets) socket.destroy();
    await until(() => !link.isUp);
    await listen(port);
    await until(() => link.isUp);
    await link.close();
  });
});

describe('shared links', () => {
  it('carry the records of many wristbands under their own names', async () => {
    const shared = new SharedLinks(url.replace('//', '//platform:secret@'), 2, new Tally(), () => undefined);
    shared.open();
    const links = ['WB-1', 'WB-2', 'WB-3'].map((id, index) => shared.linkOf(id, index));
    await until(() => links.every((link) => link.isUp));
    await Promise.all(links.map((link) => link.send('{}')));
    await until(() => seen.length === 3);
    expect([...seen].sort()).toEqual(['WB-1/up {}', 'WB-2/up {}', 'WB-3/up {}']);
    await shared.close();
  });
});
