import mqtt, { type MqttClient } from 'mqtt';

/** A wristband in a test's hand: it sends exactly what it is told to, and keeps what the platform said. */
export class HandHeldWristband {
  readonly down: Record<string, unknown>[] = [];
  #seq = 0;

  private constructor(
    readonly id: string,
    private readonly client: MqttClient,
    private readonly boot: number,
  ) {
    client.on('message', (_topic, payload) =>
      this.down.push(JSON.parse(payload.toString()) as Record<string, unknown>),
    );
  }

  static async connect(url: string, id: string, secret: string, boot = 1): Promise<HandHeldWristband> {
    const client = await mqtt.connectAsync(url, {
      clientId: id,
      username: id,
      password: secret,
      clean: false,
      reconnectPeriod: 500,
    });
    client.on('error', () => undefined);
    const wristband = new HandHeldWristband(id, client, boot);
    await client.subscribeAsync(`wristband/v1/${id}/down`, { qos: 1 });
    return wristband;
  }

  /** Gives the records their numbers and sends them as one message; resolves with the broker's PUBACK. */
  async send(...records: Record<string, unknown>[]): Promise<number> {
    const rec = records.map((record) => ({ seq: (this.#seq += 1), t: Date.now(), ...record }));
    await this.raw(JSON.stringify({ boot: this.boot, rec }));
    return this.#seq;
  }

  async raw(payload: string | Buffer, topic = `wristband/v1/${this.id}/up`): Promise<void> {
    await this.client.publishAsync(topic, payload, { qos: 1 });
  }

  async close(): Promise<void> {
    await this.client.endAsync();
  }
}
