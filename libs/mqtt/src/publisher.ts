import type { IClientPublishOptions, MqttClient } from 'mqtt';
import { openConnection, type ConnectionOptions } from './connection.js';

/** As many messages as wait for the broker's PUBACK at a time. */
const MAX_IN_FLIGHT = 10_000;

/** Sends at QoS 1 while there is a connection. What cannot be sent now is not kept: who asks will ask again. */
export class Publisher {
  readonly #client: MqttClient;
  #inFlight = 0;

  constructor(options: ConnectionOptions) {
    this.#client = openConnection(options, { kept: false, window: 100 });
  }

  get connected(): boolean {
    return this.#client.connected;
  }

  /** How many messages can be sent now. */
  get room(): number {
    return this.#client.connected ? MAX_IN_FLIGHT - this.#inFlight : 0;
  }

  /** Whether the broker has taken it; one that speaks MQTT 5 keeps it no longer than `lasts` seconds. Never throws. */
  async send(topic: string, message: object, lasts?: number): Promise<boolean> {
    if (this.room === 0) return false;
    this.#inFlight += 1;
    try {
      await this.#client.publishAsync(topic, JSON.stringify(message), { qos: 1, ...this.#expiry(lasts) });
      return true;
    } catch {
      return false;
    } finally {
      this.#inFlight -= 1;
    }
  }

  #expiry(seconds: number | undefined): Pick<IClientPublishOptions, 'properties'> {
    const speaksOf = seconds !== undefined && this.#client.options.protocolVersion === 5;
    return speaksOf ? { properties: { messageExpiryInterval: Math.max(1, Math.ceil(seconds)) } } : {};
  }

  async close(): Promise<void> {
    await this.#client.endAsync(!this.#client.connected);
  }
}
