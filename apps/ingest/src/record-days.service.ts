import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { hours, instant } from '#libs/kernel';
import { makeRecordDays, type PostgresDatabase } from '#libs/store';

/** Makes the days that are coming. A day that was not made in time costs nothing but speed: its records find a place. */
export class RecordDaysService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('ingest');
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly db: PostgresDatabase) {}

  async onApplicationBootstrap(): Promise<void> {
    this.#timer = setInterval(() => void this.#make(), hours(1));
    await this.#make();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  async #make(): Promise<void> {
    await makeRecordDays(this.db, instant(Date.now())).catch((error: Error) => {
      this.#logger.warn('the coming days have no partitions yet', { why: error.message });
    });
  }
}
