import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { instant, minutes, type Instant } from '#libs/kernel';
import { MonitoredTimeStore, type PostgresDatabase } from '#libs/store';
import { Rounds } from '../rounds.js';

const AGAIN = minutes(1);
/** Hours of devices in one statement: twenty thousand records or so. */
const AT_A_TIME = 200;
/** Between two statements it rests for so many times as long as the first took: what is due can wait, alerts cannot. */
const REST = 2;

/** Keeps the hours of every wristband as the records have them: late ones and new decisions included. */
export class RollUpService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('roll-up');
  readonly #store: MonitoredTimeStore;
  readonly #rounds = new Rounds(
    async (stopping) => {
      await this.rollUp(instant(Date.now()), stopping);
      return AGAIN;
    },
    { again: AGAIN, logger: this.#logger, message: 'hours are not rolled up' },
  );

  constructor(db: PostgresDatabase) {
    this.#store = new MonitoredTimeStore(db);
  }

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#rounds.end();
  }

  /** Everything that is due by now. */
  async rollUp(now: Instant, stopping?: AbortSignal): Promise<void> {
    await this.#store.mark(now);
    for (let began = Date.now(); stopping?.aborted !== true; began = Date.now()) {
      if ((await this.#store.judge(now, AT_A_TIME)) === 0) return;
      await pause(REST * (Date.now() - began), undefined, stopping && { signal: stopping }).catch(() => undefined);
    }
  }
}
