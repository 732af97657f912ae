import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { instant, minutes, type Instant } from '#libs/kernel';
import { MonitoredTimeStore, type PostgresDatabase } from '#libs/store';

const AGAIN = minutes(1);
/** Hours of devices in one statement: twenty thousand records or so. */
const AT_A_TIME = 200;
/** Between two statements it rests for so many times as long as the first took: what is due can wait, alerts cannot. */
const REST = 2;

/** Keeps the hours of every wristband as the records have them: late ones and new decisions included. */
export class RollUpService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('roll-up');
  readonly #store: MonitoredTimeStore;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  readonly #ending = new AbortController();

  constructor(db: PostgresDatabase) {
    this.#store = new MonitoredTimeStore(db);
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#run(), AGAIN);
    this.#run();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    this.#ending.abort();
    await this.#running;
  }

  /** Everything that is due by now. */
  async rollUp(now: Instant): Promise<void> {
    await this.#store.mark(now);
    for (let began = Date.now(); !this.#ending.signal.aborted; began = Date.now()) {
      if ((await this.#store.judge(now, AT_A_TIME)) === 0) return;
      await pause(REST * (Date.now() - began), undefined, { signal: this.#ending.signal }).catch(() => undefined);
    }
  }

  #run(): void {
    this.#running ??= this.rollUp(instant(Date.now()))
      .catch((error: unknown) => this.#logger.warn('hours are not rolled up', { why: String(error) }))
      .finally(() => (this.#running = undefined));
  }
}
