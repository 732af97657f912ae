import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { until } from '../support/until.js';

export interface Heard {
  readonly topic: string;
  readonly payload: Buffer;
}

/** A client that does what it is told, once: no second attempt, nothing kept. */
export class HandClient {
  readonly messages: Heard[] = [];
  readonly closed: Promise<unknown>;

  private constructor(
    private readonly client: MqttClient,
    /** What the broker answered: 0 is welcome. */
    readonly connack: number,
  ) {
    client.on('message', (topic, payload) => this.messages.push({ topic, payload }));
    this.closed = new Promise((resolve) => client.once('close', () => resolve(undefined)));
  }

  static join(port: number, options: IClientOptions): Promise<HandClient> {
    const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { ...options, protocolVersion: 4, reconnectPeriod: 0 });
    return new Promise((resolve, reject) => {
      client.once('connect', () => resolve(new HandClient(client, 0)));
      client.on('error', (error) => resolve(new HandClient(client, 'code' in error ? Number(error.code) : -1)));
      client.once('close', () => reject(new Error('closed without an answer')));
    });
  }

  async publish(topic: string, payload: string | Buffer, more: { retain?: boolean } = {}): Promise<void> {
    await this.client.publishAsync(topic, payload, { qos: 1, ...more });
  }

  /** The granted QoS; 128 is a refusal. */
  async subscribe(filter: string): Promise<number> {
    return new Promise((resolve) => {
      this.client.subscribe(filter, { qos: 1 }, (error, granted) =>
        resolve(error === null ? (granted?.[0]?.qos ?? 128) : 128),
      );
    });
  }

  async heard(is: (message: Heard) => boolean): Promise<void> {
    await until('a message', () => this.messages.some(is));
  }

  write(bytes: Buffer): void {
    this.client.stream.write(bytes);
  }

  /** Breaks the connection. */
  drop(): void {
    this.client.end(true);
    this.client.stream.destroy();
  }
}
