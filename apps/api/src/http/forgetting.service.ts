import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { before, days, hours, instant } from '#libs/kernel';
import { IdempotencyStore, PostgresDatabase, SignInFailureStore } from '#libs/store';

const EVERY = hours(1);
/** A client that repeats a request does so in minutes; a weekend without a line is the longest excuse. */
const ANSWERS_KEPT = days(3);
const FAILURES_KEPT = days(1);

/** What is kept only for a while: remembered answers, and failed sign-ins that no longer count. */
@Injectable()
export class ForgettingService implements OnModuleInit, OnModuleDestroy {
  readonly #logger = new Logger('forgetting');
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly db: PostgresDatabase) {}

  onModuleInit(): void {
    this.#timer = setInterval(() => void this.#forget(), EVERY);
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  async #forget(): Promise<void> {
    const now = instant(Date.now());
    try {
      await new IdempotencyStore(this.db).forgetBefore(before(now, ANSWERS_KEPT));
      await new SignInFailureStore(this.db).forgetBefore(before(now, FAILURES_KEPT));
    } catch (error) {
      // The next hour does it.
      this.#logger.warn('not forgotten', { error: error instanceof Error ? error.message : String(error) });
    }
  }
}
