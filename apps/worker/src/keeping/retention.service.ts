import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { hours, instant, type Instant } from '#libs/kernel';
import { RetentionStore, type PostgresDatabase } from '#libs/store';

const AGAIN = hours(1);
const COMPRESSED_AFTER_DAYS = 7;
const PEOPLE_AT_ONCE = 100;

/** Compresses what is a week old, and deletes what the policy no longer keeps and nobody holds. */
export class RetentionService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('retention');
  readonly #store: RetentionStore;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopping = false;

  constructor(db: PostgresDatabase) {
    this.#store = new RetentionStore(db);
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#run(), AGAIN);
    this.#run();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping = true;
    await this.#running;
  }

  async keep(now: Instant): Promise<void> {
    let people = PEOPLE_AT_ONCE;
    while (!this.#stopping && people === PEOPLE_AT_ONCE) {
      const deleted = await this.#store.delete(now, PEOPLE_AT_ONCE);
      for (const one of deleted) this.#logger.log('deleted', one);
      people = deleted.filter(({ superviseeId }) => superviseeId !== null).length;
    }
    while (!this.#stopping && (await this.#store.compressOne(now, COMPRESSED_AFTER_DAYS)) !== null);
  }

  #run(): void {
    this.#running ??= this.keep(instant(Date.now()))
      .catch((error: unknown) => this.#logger.warn('nothing is compressed or deleted', { why: String(error) }))
      .finally(() => (this.#running = undefined));
  }
}
