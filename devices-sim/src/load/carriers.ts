import { downTopic, linkTopic } from '../band/wire.js';
import { KEEPALIVE_SECONDS, WireConnection } from './wire-connection.js';

export interface CarrierSettings {
  readonly mqttUrl: string;
  readonly ids: readonly string[];
  /** Shared connections, as the user named in the URL. Without them each wristband has its own, with its secret. */
  readonly shared: number | undefined;
  readonly secrets: ReadonlyMap<string, string>;
  /** Messages on their way at a time, on each connection. */
  readonly window: number;
  /** Whether acknowledgements and requests of the platform are listened to. */
  readonly hears: boolean;
  readonly dialsPerSecond: number;
}

export interface CarrierEvents {
  /** A connection has room for these wristbands: it came up, or a message was taken. */
  free(carrier: number, cameUp: boolean): void;
  down(device: number, payload: string): void;
  refused(why: string): void;
}

/** Each connection is looked at so often a second, by one timer for all of them. */
const LOOKS = 5;

/** The connections of a herd. */
export class Carriers {
  readonly all: readonly WireConnection[];
  readonly tally = { up: 0, losses: 0, taken: 0 };
  readonly #index: ReadonlyMap<string, number>;
  #turn = 0;
  #dials = 0;
  #lookedAt = 0;

  constructor(
    private readonly settings: CarrierSettings,
    private readonly events: CarrierEvents,
  ) {
    this.#index = new Map(settings.ids.map((id, device) => [id, device]));
    const count = settings.shared ?? settings.ids.length;
    this.all = Array.from({ length: count }, (_, number) => this.#make(number));
  }

  /** Which connection carries a wristband: always the same one, so that its messages do not overtake each other. */
  numberOf = (device: number): number => device % this.all.length;
  of = (device: number): WireConnection => this.all[this.numberOf(device)] as WireConnection;

  /** Dials what is down and looks after what is up, a part of them at a time. */
  look(now: number): void {
    const passed = Math.min(1_000, now - (this.#lookedAt || now - 10));
    this.#lookedAt = now;
    this.#dials = Math.min(this.settings.dialsPerSecond, this.#dials + (passed * this.settings.dialsPerSecond) / 1_000);
    const share = Math.min(this.all.length, Math.ceil((this.all.length * passed * LOOKS) / 1_000));
    for (let count = 0; count < share; count++) {
      const connection = this.all[this.#turn++ % this.all.length] as WireConnection;
      connection.look(now);
      if (this.#dials < 1 || !connection.mayDial(now)) continue;
      this.#dials--;
      connection.dial(now);
    }
  }

  flush(): void {
    for (const connection of this.all) connection.flush();
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((connection) => connection.close()));
  }

  #make(number: number): WireConnection {
    const { mqttUrl, shared, hears, window } = this.settings;
    const url = new URL(mqttUrl);
    const own = shared === undefined ? (this.settings.ids[number] ?? '') : undefined;
    const filter = own === undefined ? (number === 0 ? downTopic('+') : undefined) : downTopic(own);
    const say = (online: boolean): string => JSON.stringify({ online });
    const connection: WireConnection = new WireConnection(
      url,
      own === undefined
        ? { ...this.#sharedIdentity(url, number), keepSession: false, keepaliveSeconds: KEEPALIVE_SECONDS }
        : {
            ...this.#ownIdentity(own),
            keepSession: true,
            keepaliveSeconds: KEEPALIVE_SECONDS,
            will: { topic: linkTopic(own), payload: say(false) },
          },
      window,
      hears ? filter : undefined,
      {
        up: () => {
          this.tally.up++;
          if (own !== undefined) connection.publish(linkTopic(own), say(true), true);
          this.events.free(number, true);
        },
        puback: () => {
          this.tally.taken++;
          this.events.free(number, false);
        },
        down: (topic, payload) => this.#hear(topic, payload),
        lost: () => {
          this.tally.up--;
          this.tally.losses++;
        },
        refused: (why) => this.events.refused(why),
      },
    );
    return connection;
  }

  #sharedIdentity({ username, password }: URL, number: number) {
    return {
      clientId: `sim-load-${process.pid}-${number}`,
      username: decodeURIComponent(username),
      password: decodeURIComponent(password),
    };
  }

  #ownIdentity(id: string) {
    return { clientId: id, username: id, password: this.settings.secrets.get(id) ?? '' };
  }

  #hear(topic: string, payload: string): void {
    const device = this.#index.get(topic.split('/')[2] ?? '');
    if (device !== undefined) this.events.down(device, payload);
  }
}
