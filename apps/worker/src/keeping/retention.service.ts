import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { hours, instant, type Instant } from '#libs/kernel';
import { RetentionStore, type PostgresDatabase } from '#libs/store';
import { Rounds } from '../rounds.js';

const AGAIN = hours(1);
const COMPRESSED_AFTER_DAYS = 7;
const PEOPLE_AT_ONCE = 100;
const EVENTS_AT_ONCE = 20_000;

/** Compresses what is a week old, and deletes what the policy no longer keeps and nobody holds. */
export class RetentionService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('retention');
  readonly #store: RetentionStore;
  readonly #rounds = new Rounds(
    async (stopping) => {
      await this.keep(instant(Date.now()), stopping);
      return AGAIN;
    },
    { again: AGAIN, logger: this.#logger, message: 'nothing is compressed or deleted' },
  );

  constructor(db: PostgresDatabase) {
    this.#store = new RetentionStore(db);
  }

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#rounds.end();
  }

  async keep(now: Instant, stopping?: AbortSignal): Promise<void> {
    let people = PEOPLE_AT_ONCE;
    while (stopping?.aborted !== true && people === PEOPLE_AT_ONCE) {
      const deleted = await this.#store.delete(now, PEOPLE_AT_ONCE);
      for (const one of deleted) this.#logger.log('deleted', one);
      people = deleted.filter(({ superviseeId }) => superviseeId !== null).length;
    }
    let events = EVENTS_AT_ONCE;
    while (stopping?.aborted !== true && events === EVENTS_AT_ONCE) {
      events = await this.#store.deleteFeed(now, EVENTS_AT_ONCE);
      if (events > 0) this.#logger.log('deleted', { what: 'feed_event', records: events });
    }
    while (stopping?.aborted !== true && (await this.#store.compressOne(now, COMPRESSED_AFTER_DAYS)) !== null);
  }
}
