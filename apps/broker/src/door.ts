import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { LARGEST_MESSAGE } from '#libs/identity';
import { PacketGate } from './packet-gate.js';

/** Connections that wait to be taken in. All of a city's wristbands come back at once, and who finds no place waits seconds. */
const WAITING_ROOM = 16_384;

/** Topic and headers come on top of the message. */
const LARGEST_PACKET = LARGEST_MESSAGE + 2 ** 16 + 16;

export interface Door {
  readonly accept: (socket: Socket) => void;
  /** A packet began that is too long; the connection ends. */
  readonly onTooLong: (socket: Socket, bytes: number) => void;
  readonly onTrouble: (error: Error) => void;
}

export interface DoorPlace {
  readonly host: string;
  readonly port: number;
  /** Files of a key and a certificate: with them MQTT comes over TLS. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
}

/** Listens for MQTT over TCP, over TLS when there is a key and a certificate. */
export function openDoor({ host, port, tls }: DoorPlace, door: Door): Promise<Server> {
  const accept = (socket: Socket): void => {
    guard(socket, (bytes) => door.onTooLong(socket, bytes));
    door.accept(socket);
  };
  const server = tls === undefined ? createServer({ noDelay: true }, accept) : createTlsServer(tlsOptions(tls), accept);
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void =>
      reject(new Error(`MQTT cannot listen on ${host}:${port}: ${cause.message}`, { cause }));
    server.once('error', fail);
    server.listen({ port, host, backlog: WAITING_ROOM }, () => {
      server.off('error', fail);
      server.on('error', door.onTrouble);
      resolve(server);
    });
  });
}

const tlsOptions = ({ key, cert }: { key: string; cert: string }): TlsOptions => ({
  key: readFileSync(key),
  cert: readFileSync(cert),
  minVersion: 'TLSv1.2',
});

/** Looks at the bytes as they are read. The broker reads its sockets by `read` alone. */
function guard(socket: Socket, onTooLong: (bytes: number) => void): void {
  const gate = new PacketGate();
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
  socket.read = (size?: number): Buffer | null => {
    const bytes = read(size);
    const length = bytes === null ? undefined : gate.tooLong(bytes, LARGEST_PACKET);
    if (length === undefined) return bytes;
    onTooLong(length);
    socket.destroy();
    return null;
  };
}
