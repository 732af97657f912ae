import type { IPublishPacket, MqttClient } from 'mqtt';
import { openConnection, type ConnectionOptions } from './connection.js';
import { holdPubacks, pubackBytes } from './held-pubacks.js';

export interface SubscriberOptions extends ConnectionOptions {
  readonly filters: readonly string[];
  /** Name of a shared subscription, for brokers that have them; '' for none. */
  readonly share?: string;
  /** How much may be unacknowledged at a time; the broker keeps the rest. */
  readonly window?: { readonly messages: number; readonly bytes: number };
  /** Called with each message as it comes. It stays unacknowledged until it is released. */
  readonly onMessage: (message: HeldMessage) => void;
}

/** A message that the broker delivers again, here or to another subscriber, unless it is released. */
export class HeldMessage {
  constructor(
    readonly topic: string,
    readonly payload: Uint8Array,
    /** Undefined for QoS 0, which nobody waits for. */
    readonly id: number | undefined,
    /** Identity of the connection it came by: on another one its number means nothing. */
    readonly connection: object,
  ) {}
}

const WINDOW = { messages: 10_000, bytes: 32 * 1024 * 1024 };

/** Receives at QoS 1 in a session that outlives the connection, and acknowledges only what it is told to. */
export class Subscriber {
  readonly #client: MqttClient;
  readonly #window: { readonly messages: number; readonly bytes: number };
  #held = { messages: 0, bytes: 0 };
  /** Goes on reading; set while the window is full. */
  #readOn: (() => void) | undefined;
  #subscribed = false;
  #paused = false;

  constructor(private readonly options: SubscriberOptions) {
    this.#window = options.window ?? WINDOW;
    this.#client = openConnection(options, {
      kept: true,
      window: this.#window.messages,
      readsNothing: () => this.#readOn !== undefined,
    });
    holdPubacks(this.#client);
    this.#client.handleMessage = (packet, done) => this.#receive(packet, () => done());
    this.#client.on('connect', () => this.#subscribe());
    this.#client.on('close', () => {
      this.#subscribed = false;
      // It belonged to the connection that is gone; what it held back comes again.
      this.#readOn = undefined;
    });
  }

  get subscribed(): boolean {
    return this.#subscribed;
  }

  get held(): { readonly messages: number; readonly bytes: number } {
    return this.#held;
  }

  /** Acknowledges messages. Those of a connection that was lost meanwhile are delivered again: they cannot be. */
  release(messages: readonly HeldMessage[]): void {
    const { stream } = this.#client;
    const ids = messages.flatMap(({ id, connection }) => (id === undefined || connection !== stream ? [] : id));
    if (ids.length > 0 && this.#client.connected) stream.write(pubackBytes(ids));
    this.#held = {
      messages: this.#held.messages - messages.length,
      bytes: this.#held.bytes - messages.reduce((sum, { payload }) => sum + payload.length, 0),
    };
    if (!this.#paused && !this.#full) this.#goOn();
  }

  /** Takes nothing more in. What is held can still be released. */
  pause(): void {
    this.#paused = true;
  }

  async close(): Promise<void> {
    this.#paused = true;
    await this.#client.endAsync(!this.#client.connected);
  }

  /** Ends the connection as a crash would: nothing is acknowledged any more. */
  abandon(): void {
    this.#client.end(true);
    this.#client.stream.destroy();
  }

  get #wantsShare(): boolean {
    return this.options.share !== undefined && this.options.share !== '';
  }

  get #full(): boolean {
    return this.#held.messages >= this.#window.messages || this.#held.bytes >= this.#window.bytes;
  }

  #receive(packet: IPublishPacket, readOn: () => void): void {
    // Not handed on: it is neither stored nor acknowledged, and comes again.
    if (this.#paused) return;
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const id = packet.qos === 0 ? undefined : packet.messageId;
    this.#held = { messages: this.#held.messages + 1, bytes: this.#held.bytes + payload.length };
    this.options.onMessage(new HeldMessage(packet.topic, payload, id, this.#client.stream));
    if (this.#full) this.#readOn = readOn;
    else readOn();
  }

  #goOn(): void {
    const readOn = this.#readOn;
    this.#readOn = undefined;
    readOn?.();
  }

  #subscribe(): void {
    if (this.#wantsShare && this.#client.options.protocolVersion === 4) {
      // Brokers of MQTT 3.1.1 alone grant it and never deliver: as good as deaf, and nobody would know.
      this.options.onTrouble?.(
        'this broker speaks no MQTT 5 and has no shared subscriptions: leave INGEST_SHARE empty',
      );
      return;
    }
    const prefix = this.#wantsShare ? `$share/${this.options.share}/` : '';
    const filters = this.options.filters.map((filter) => `${prefix}${filter}`);
    this.#client.subscribe(filters, { qos: 1 }, (error, granted) => {
      const refused = (granted ?? []).filter(({ qos }) => qos >= 128);
      this.#subscribed = error === null && refused.length === 0 && this.#client.connected;
      if (error !== null || refused.length > 0) {
        this.options.onTrouble?.(
          error?.message ?? `not allowed to subscribe to ${refused.map(({ topic }) => topic).join(', ')}`,
        );
      }
    });
  }
}
