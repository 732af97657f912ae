import { randomUUID } from 'node:crypto';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { newDeviceSecret } from '#libs/identity';
import { instant, minutes, seconds, type Instant, type Millis } from '#libs/kernel';
import { Publisher } from '#libs/mqtt';
import { CANARY_DEVICE, CanaryStore, type PostgresDatabase } from '#libs/store';
import { Rounds } from '../rounds.js';
import { isOut, placeAt, roundOf } from './flight.js';

const EVERY = seconds(5);
/** Who gives no sign for so long is the canary no more. */
const HELD = seconds(20);
/** What it leaves behind is of no use to anybody later. */
const KEPT = minutes(60);

interface Life {
  readonly publisher: Publisher;
  readonly boot: number;
  seq: number;
  sending: boolean;
  /** The minute in which the zone was broken last. */
  broken: number | undefined;
  /** The minute in which was swept last. */
  swept: number | undefined;
}

/**
 * A wristband that nobody wears leaves its zone every minute, by MQTT and with a secret of its own, as all others do. What
 * it waits for is the alert: see the probe `alerts.halted`.
 */
export class CanaryService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('canary');
  readonly #name = randomUUID();
  readonly #store: CanaryStore;
  readonly #rounds = new Rounds(() => this.#next(), {
    again: EVERY,
    logger: this.#logger,
    message: 'the canary cannot fly',
  });
  #life: Life | undefined;
  #made = false;

  constructor(
    private readonly db: PostgresDatabase,
    private readonly mqttUrl: string,
  ) {
    this.#store = new CanaryStore(db);
  }

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#rounds.end();
    await this.#land();
  }

  async #next(): Promise<Millis> {
    const now = instant(Date.now());
    if (!this.#made) await this.#store.make(now);
    this.#made = true;
    if (await this.#store.hold(this.#name, HELD)) await this.#fly((this.#life ??= await this.#begin(now)), now);
    else await this.#land();
    return EVERY;
  }

  async #begin(now: Instant): Promise<Life> {
    const { secret, ...kept } = newDeviceSecret();
    const boot = await this.#store.begin(kept, now);
    const url = new URL(this.mqttUrl);
    url.username = CANARY_DEVICE;
    url.password = secret;
    const onTrouble = (why: string): void => this.#logger.warn('the broker is away', { why });
    const publisher = new Publisher({ url: url.href, clientId: CANARY_DEVICE, onTrouble });
    return { publisher, boot, seq: 1, sending: false, broken: undefined, swept: undefined };
  }

  async #fly(life: Life, now: Instant): Promise<void> {
    const round = roundOf(now);
    const breaks = isOut(now) && life.broken !== round;
    if (breaks) life.broken = round;
    // Before it is sent: the alert comes later in any case. What cannot be sent is waited for as well.
    await this.#store.note(breaks ? now : undefined);
    const record = { seq: life.seq, t: now, k: 'fix', ...placeAt(now), acc: 3, src: 'gnss', sat: 12 };
    if (!life.sending) void this.#send(life, record);
    if (life.swept !== round) await this.#store.sweep(now, KEPT);
    life.swept = round;
  }

  /** One at a time: only what the broker has taken has used up its number. */
  async #send(life: Life, record: object): Promise<void> {
    life.sending = true;
    const taken = await life.publisher.send(`wristband/v1/${CANARY_DEVICE}/up`, { boot: life.boot, rec: [record] });
    life.sending = false;
    if (taken) life.seq += 1;
  }

  async #land(): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    await life?.publisher.close();
  }
}
