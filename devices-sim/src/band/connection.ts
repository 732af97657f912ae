import { connect, type IClientOptions, type MqttClient } from 'mqtt';

const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 60_000;
/** Longer than this nobody waits for a PUBACK on an open connection. */
const PUBACK_LIMIT = 60_000;

export interface ConnectionSettings {
  readonly url: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  /** Keep the session over connections: the broker then holds back what is sent down meanwhile. */
  readonly keepSession: boolean;
  readonly will?: { readonly topic: string; readonly payload: string };
}

export interface ConnectionEvents {
  /** Connected, the first time or again. */
  up(): void;
  message(topic: string, payload: string): void;
  down(): void;
  /** The broker or the network said no; the next try is on its way. */
  refused(reason: string): void;
}

/**
 * One MQTT connection that comes back by itself, with growing pauses and jitter.
 *
 * Each connection is a new client: mqtt.js would keep messages of the old one in its own store, and a wristband has one
 * memory, not two. What had no PUBACK when the connection went is told so, and the wristband sends it again.
 */
export class Connection {
  private client: MqttClient | undefined;
  private wanted = false;
  private delay = FIRST_DELAY;
  private timer: NodeJS.Timeout | undefined;
  private readonly unconfirmed = new Set<(error: Error) => void>();

  constructor(
    private readonly settings: ConnectionSettings,
    private readonly events: ConnectionEvents,
  ) {}

  get isUp(): boolean {
    return this.client?.connected ?? false;
  }

  open(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.dial();
  }

  /** As if the radio had gone: no DISCONNECT, so that the broker publishes the last will. */
  drop(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    this.client?.end(true);
  }

  /** Says good-bye. */
  async close(): Promise<void> {
    this.wanted = false;
    clearTimeout(this.timer);
    if (this.client?.connected) await this.client.endAsync();
    else this.client?.end(true);
  }

  /** Until the PUBACK. */
  publish(topic: string, payload: string, retain = false): Promise<void> {
    const { client } = this;
    if (!client?.connected) return Promise.reject(new Error('not connected'));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => settle(new Error('no PUBACK in time')), PUBACK_LIMIT);
      const settle = (error?: Error | null): void => {
        clearTimeout(late);
        this.unconfirmed.delete(settle);
        if (error) reject(error);
        else resolve();
      };
      this.unconfirmed.add(settle);
      client.publish(topic, payload, { qos: 1, retain }, settle);
    });
  }

  subscribe(topic: string): void {
    this.client?.subscribe(topic, { qos: 1 });
  }

  private dial(): void {
    const { url, will, keepSession, ...identity } = this.settings;
    const options: IClientOptions = {
      ...identity,
      clean: !keepSession,
      reconnectPeriod: 0,
      keepalive: 30,
      connectTimeout: 20_000,
    };
    const client = connect(
      url,
      will ? { ...options, will: { ...will, payload: Buffer.from(will.payload), qos: 1, retain: true } } : options,
    );
    this.client = client;
    client.on('connect', () => {
      this.delay = FIRST_DELAY;
      this.events.up();
    });
    client.on('message', (topic, payload) => this.events.message(topic, payload.toString('utf8')));
    client.on('error', (error) => this.events.refused(error.message));
    client.once('close', () => this.closed(client));
  }

  private closed(client: MqttClient): void {
    if (client !== this.client) return;
    for (const settle of [...this.unconfirmed]) settle(new Error('the connection went'));
    this.events.down();
    if (!this.wanted) return;
    const pause = this.delay * (0.5 + Math.random());
    this.delay = Math.min(this.delay * 2, LONGEST_DELAY);
    this.timer = setTimeout(() => this.dial(), pause);
  }
}
