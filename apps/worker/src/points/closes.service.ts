import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { instant, seconds, type Instant } from '#libs/kernel';
import {
  act,
  PLATFORM,
  PointsCloseStore,
  PointsSchemeStore,
  PostgresDatabase,
  versionKey,
  writeJournal,
  type CloseDue,
} from '#libs/store';
import { Rounds } from '../rounds.js';

const LOOK_EVERY = seconds(3);
/** In one transaction: what is made of a month stays when the process ends in the middle of it. */
const AT_A_TIME = 500;

/** Goes on with month closes (月度结算): makes their lines, and hands what is final to the procuratorate. */
@Injectable()
export class ClosesService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('points');
  readonly #rounds = new Rounds(
    async (stopping) => {
      await this.goOn(instant(Date.now()), stopping);
      return LOOK_EVERY;
    },
    { again: LOOK_EVERY, logger: this.#logger, message: 'no month can be closed now' },
  );

  constructor(private readonly db: PostgresDatabase) {}

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#rounds.end();
  }

  async goOn(now: Instant, stopping?: AbortSignal): Promise<void> {
    for (const close of await new PointsCloseStore(this.db).due()) {
      if (close.next === 'computed' && !(await this.#compute(close, now, stopping))) return;
      await this.#take(close, now);
    }
  }

  /** False when it was told to stop before the end. */
  async #compute(close: CloseDue, now: Instant, stopping?: AbortSignal): Promise<boolean> {
    const key = versionKey(close.scheme.id, close.scheme.version);
    const version = (await new PointsSchemeStore(this.db).versions([key])).get(key);
    if (version === undefined) throw new Error(`there is no points scheme ${key}`);
    for (let made = AT_A_TIME; made > 0;) {
      if (stopping?.aborted === true) return false;
      made = await this.db.transaction((tx) => new PointsCloseStore(tx).compute(close, version, AT_A_TIME, now));
    }
    return true;
  }

  async #take({ id, division, month, next }: CloseDue, now: Instant): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (!(await new PointsCloseStore(tx).step(id, next, { account: PLATFORM, at: now }))) return;
      const who = { actor: 'system:worker', role: 'system', purpose: null } as const;
      const entry = { action: `points-close.${next}`, subject: `points-close:${id}`, division, detail: { month } };
      await writeJournal(tx, [act(now, { ...who, ...entry })], []);
    });
  }
}
