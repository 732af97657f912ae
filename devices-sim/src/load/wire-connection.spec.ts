import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { PacketReader, publishPacket, pubackPacket } from './packets.js';
import { WireConnection } from './wire-connection.js';

const CONNACK = Buffer.from([0x20, 2, 0, 0]);

describe('a connection for load', () => {
  let server: Server;
  let guests: Guest[] = [];
  let connection: WireConnection;
  let events: string[] = [];

  /** One client as the broker sees it. */
  interface Guest {
    readonly socket: Socket;
    readonly heard: { payload: string; id: number }[];
    readonly acked: number[];
  }
  const note = (what: string): void => void events.push(what);

  beforeEach(async () => {
    guests = [];
    events = [];
    server = createServer((socket) => {
      const guest: Guest = { socket, heard: [], acked: [] };
      guests.push(guest);
      const reader = new PacketReader({
        connack: () => undefined,
        puback: (id) => guest.acked.push(id),
        publish: (_, payload, id = 0) => guest.heard.push({ payload, id }),
      });
      socket.once('data', () => {
        socket.write(CONNACK);
        socket.on('data', (bytes: Buffer) => reader.read(bytes));
      });
      socket.on('error', () => undefined);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const greeting = { clientId: 'a', username: 'a', password: 'b', keepSession: true, keepaliveSeconds: 60 };
    connection = new WireConnection(new URL(`mqtt://127.0.0.1:${port}`), greeting, 2, 'down/a', {
      up: () => note('up'),
      puback: () => note('puback'),
      down: (_, payload) => note(`down ${payload}`),
      lost: () => note('lost'),
      refused: note,
    });
  });
  afterEach(async () => {
    await connection.close();
    server.close();
  });

  async function dial(): Promise<void> {
    await until(() => connection.mayDial(Date.now() + 60_000));
    const ups = events.filter((event) => event === 'up').length;
    connection.dial(Date.now());
    await until(() => events.filter((event) => event === 'up').length > ups);
  }
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  };
  const payloads = (guest: Guest | undefined): string[] => (guest?.heard ?? []).map(({ payload }) => payload);
  const say = (...words: string[]): void => {
    for (const word of words) connection.publish('up/a', word);
    connection.flush();
  };

  it('sends again, in their order, what had no PUBACK when it broke', async () => {
    await dial();
    say('one', 'two');
    expect(connection.isFree).toBe(false);
    await until(() => payloads(guests[0]).length === 2);
    guests[0]?.socket.write(pubackPacket(guests[0].heard[0]?.id ?? 0));
    await until(() => events.includes('puback'));
    guests[0]?.socket.destroy();
    await until(() => events.includes('lost'));
    await dial();
    say('three');
    await until(() => payloads(guests[1]).length === 2);
    expect([payloads(guests[1]), connection.underWay]).toEqual([['two', 'three'], 2]);
  });

  it('acknowledges what comes down', async () => {
    await dial();
    guests[0]?.socket.write(publishPacket(77, 'down/a', '{"ack":1}'));
    await until(() => guests[0]?.acked.length === 1);
    expect([guests[0]?.acked, events.at(-1)]).toEqual([[77], 'down {"ack":1}']);
  });

  it('leaves a broker that says nothing', async () => {
    await dial();
    connection.look(Date.now() + 29_000);
    expect(events).not.toContain('lost');
    connection.look(Date.now() + 31_000);
    await until(() => events.includes('lost'));
    expect(connection.mayDial(Date.now())).toBe(false);
  });
});
