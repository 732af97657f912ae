import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  connectPacket,
  goodbyePacket,
  PacketReader,
  pingPacket,
  pubackPacket,
  publishPacket,
  subscribePacket,
  type Greeting,
} from './packets.js';

export interface WireEvents {
  /** Connected, the first time or again; what was under way is on its way again. */
  up(): void;
  puback(): void;
  down(topic: string, payload: string): void;
  lost(): void;
  refused(why: string): void;
}

const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 30_000;
/** A broker that says nothing for so long, with something to answer, is not there. */
const SILENCE = 30_000;
const PING_EVERY = 15_000;
export const KEEPALIVE_SECONDS = 60;

interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/**
 * One connection of many: no timers of its own. What has no PUBACK when it breaks is sent again when it is back, before
 * anything new.
 */
export class WireConnection {
  readonly #underWay = new Map<number, Message>();
  readonly #reader = new PacketReader({
    connack: (code) => this.#welcome(code),
    puback: (id) => this.#underWay.delete(id) && this.events.puback(),
    publish: (topic, payload, id) => this.#hear(topic, payload, id),
  });
  #socket: Socket | undefined;
  #out: Buffer[] = [];
  #id = 0;
  #heardAt = 0;
  #pingAt = 0;
  #delay = FIRST_DELAY;
  #dialAt = 0;
  isUp = false;

  constructor(
    private readonly url: URL,
    private readonly greeting: Greeting,
    private readonly window: number,
    private readonly filter: string | undefined,
    private readonly events: WireEvents,
  ) {}

  get isFree(): boolean {
    return this.isUp && this.#underWay.size < this.window;
  }
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Waits for `flush`. */
  publish(topic: string, payload: string, retain = false): void {
    const id = this.#nextId();
    this.#underWay.set(id, { topic, payload, retain });
    this.#out.push(publishPacket(id, topic, payload, retain));
  }

  flush(): void {
    if (this.#out.length === 0) return;
    this.#socket?.write(this.#out.length === 1 ? (this.#out[0] as Buffer) : Buffer.concat(this.#out));
    this.#out = [];
  }

  mayDial = (now: number): boolean => this.#socket === undefined && now >= this.#dialAt;

  dial(now: number): void {
    const { hostname: host, port, protocol } = this.url;
    const secure = protocol === 'mqtts:' || protocol === 'ssl:';
    const at = { host: host.replace(/^\[|\]$/g, ''), port: Number(port || (secure ? 8883 : 1883)) };
    const socket = secure ? connectTls({ ...at, servername: host }) : connectTcp({ ...at, noDelay: true });
    this.#socket = socket;
    this.#heardAt = this.#pingAt = now;
    socket.once(secure ? 'secureConnect' : 'connect', () => socket.write(connectPacket(this.greeting)));
    socket.on('data', (piece: Buffer) => {
      this.#heardAt = Date.now();
      this.#reader.read(piece);
      this.flush();
    });
    socket.on('error', (error: Error) => this.events.refused(error.message));
    socket.once('close', () => this.#closed(socket));
  }

  /** Now and then: asks a silent broker whether it is there, and leaves one that does not answer. */
  look(now: number): void {
    if (this.#socket === undefined) return;
    if (now - this.#heardAt > SILENCE) return void this.#socket.destroy();
    if (!this.isUp || now - this.#heardAt < PING_EVERY || now - this.#pingAt < PING_EVERY) return;
    this.#pingAt = now;
    this.#socket.write(pingPacket);
  }

  /** The last will is not published. */
  async close(): Promise<void> {
    this.#dialAt = Infinity;
    this.flush();
    const socket = this.#socket;
    if (socket === undefined) return;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    if (this.isUp) socket.end(goodbyePacket);
    else socket.destroy();
    await closed;
  }

  #welcome(code: number): void {
    if (code !== 0) {
      this.events.refused(`CONNACK ${code}`);
      return void this.#socket?.destroy();
    }
    this.isUp = true;
    this.#delay = FIRST_DELAY;
    if (this.filter !== undefined) this.#out.push(subscribePacket(this.#nextId(), this.filter));
    const again = [...this.#underWay.values()];
    this.#underWay.clear();
    for (const { topic, payload, retain } of again) this.publish(topic, payload, retain);
    this.events.up();
    this.flush();
  }

  #hear(topic: string, payload: string, id: number | undefined): void {
    if (id !== undefined) this.#out.push(pubackPacket(id));
    this.events.down(topic, payload);
  }

  #closed(socket: Socket): void {
    if (socket !== this.#socket) return;
    const wasUp = this.isUp;
    this.isUp = false;
    this.#socket = undefined;
    this.#out = [];
    this.#reader.forget();
    this.#dialAt = Math.max(this.#dialAt, Date.now() + this.#delay * (0.5 + Math.random()));
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
    if (wasUp) this.events.lost();
  }

  #nextId(): number {
    do this.#id = (this.#id % 65_535) + 1;
    while (this.#underWay.has(this.#id));
    return this.#id;
  }
}
