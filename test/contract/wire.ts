import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A packet as it went over the wire. `id` is the message's number in a PUBACK. */
export interface WirePacket {
  readonly type: number;
  readonly id: number;
}
export const CONNECT = 1;
export const PUBACK = 4;
export const PINGREQ = 12;

/** Stands between a client and a broker and writes down every packet that the client sends. */
export class Wire {
  readonly sent: WirePacket[] = [];
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async to(brokerPort: number): Promise<Wire> {
    const server = createServer();
    const wire = new Wire(server);
    server.on('connection', (client) => wire.#join(client, connect(brokerPort, '127.0.0.1')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get pubacks(): number[] {
    return this.sent.filter(({ type }) => type === PUBACK).map(({ id }) => id);
  }

  /** As a network does that fails. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #join(client: Socket, broker: Socket): void {
    let rest: Buffer = Buffer.alloc(0);
    client.on('data', (bytes) => {
      const { packets, rest: left } = readPackets(Buffer.concat([rest, bytes]));
      this.sent.push(...packets);
      rest = left;
    });
    for (const [one, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
  }
}

/** Fixed header: type and flags, then the length in groups of seven bits. */
function readPackets(bytes: Buffer): { packets: WirePacket[]; rest: Buffer } {
  const packets: WirePacket[] = [];
  let start = 0;
  for (;;) {
    let at = start + 1;
    let length = 0;
    for (let shift = 0; at < bytes.length; shift += 7) {
      const byte = bytes.readUInt8(at++);
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if (at > bytes.length || at === start + 1 || at + length > bytes.length)
      return { packets, rest: bytes.subarray(start) };
    packets.push({ type: bytes.readUInt8(start) >> 4, id: length >= 2 ? bytes.readUInt16BE(at) : 0 });
    start = at + length;
  }
}
