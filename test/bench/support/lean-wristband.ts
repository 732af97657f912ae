import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { connectPacket, publishPacket, pubackPacket, readPackets, subscribePacket } from './mqtt-bytes.js';

const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 60_000;
const KEEPALIVE_S = 120;
const HOME = { lat: 27.7506, lon: 106.9345 };

export interface Way {
  readonly port: number;
  readonly tls: boolean;
  /** The address it comes from: each has ports of its own. */
  readonly from: string;
  /** Between two records, in milliseconds. */
  readonly every: number;
}

/**
 * A wristband that costs its own process as little as can be: ten thousand of them on one machine, and what is measured
 * is the other end. It keeps what the platform has not acknowledged, and comes back as ours do: later each time, by chance.
 */
export class LeanWristband {
  isUp = false;
  sent = 0;
  acked = 0;
  #socket: Socket | undefined;
  #rest: Buffer = Buffer.alloc(0);
  #delay = FIRST_DELAY;
  #ended = false;
  #recording: NodeJS.Timeout | undefined;
  readonly #times: number[] = [];

  constructor(
    readonly id: string,
    private readonly secret: string,
    private readonly way: Way,
  ) {}

  /** First connects and then records, each after a part of its time, so that not all do at once. */
  begin(connectIn: number, recordIn: number): void {
    setTimeout(() => this.#dial(), connectIn);
    setTimeout(() => {
      this.#record();
      this.#recording = setInterval(() => this.#record(), this.way.every);
    }, recordIn);
  }

  /** Records no more; what is not acknowledged yet is still sent. */
  rest(): void {
    clearInterval(this.#recording);
  }

  end(): void {
    this.#ended = true;
    this.rest();
    this.#socket?.destroy();
  }

  #dial(): void {
    if (this.#ended) return;
    const { port, tls, from } = this.way;
    const at = { port, host: '127.0.0.1', localAddress: from, noDelay: true };
    const socket = tls ? connectTls({ ...at, rejectUnauthorized: false }) : connect(at);
    this.#socket = socket;
    this.#rest = Buffer.alloc(0);
    socket.once(tls ? 'secureConnect' : 'connect', () =>
      socket.write(connectPacket({ clientId: this.id, password: this.secret, keepalive: KEEPALIVE_S })),
    );
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('error', () => undefined);
    socket.once('close', () => this.#closed());
  }

  #closed(): void {
    this.isUp = false;
    if (this.#ended) return;
    setTimeout(() => this.#dial(), this.#delay * (0.5 + Math.random()));
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
  }

  #read(bytes: Buffer): void {
    const { packets, rest } = readPackets(this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]));
    this.#rest = rest;
    for (const packet of packets) {
      if (packet.is === 'connack') this.#welcome(packet.code);
      if (packet.is === 'suback') this.#up();
      if (packet.is === 'publish') this.#hear(packet.payload, packet.id);
    }
  }

  #welcome(code: number): void {
    if (code === 0) this.#socket?.write(subscribePacket(`wristband/v1/${this.id}/down`));
    else this.#socket?.destroy();
  }

  #up(): void {
    this.isUp = true;
    this.#delay = FIRST_DELAY;
    this.#socket?.write(publishPacket(`wristband/v1/${this.id}/link`, '{"online":true}', { id: 2, retain: true }));
    if (this.acked < this.sent) this.#send(this.acked + 1);
  }

  #hear(payload: string, id: number | undefined): void {
    if (id !== undefined) this.#socket?.write(pubackPacket(id));
    const { ack } = JSON.parse(payload) as { ack?: number };
    if (ack !== undefined) this.acked = Math.max(this.acked, ack);
  }

  #record(): void {
    this.sent += 1;
    this.#times[this.sent] = Date.now();
    if (this.isUp) this.#send(this.sent);
  }

  #send(from: number): void {
    const rec = Array.from({ length: this.sent - from + 1 }, (_, index) => ({
      ...{ seq: from + index, t: this.#times[from + index], k: 'fix', ...HOME },
      ...{ acc: 8.5, src: 'gnss', spd: 1.2, hdg: 88, alt: 870, sat: 11, bat: 83, rssi: -71, worn: true },
    }));
    const payload = JSON.stringify({ boot: 1, rec });
    this.#socket?.write(publishPacket(`wristband/v1/${this.id}/up`, payload, { id: 3 }));
  }
}
