import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { instant, type Instant } from '#libs/kernel';
import { Hints } from '#libs/queue';
import { CommandStore, CommandView, PostgresDatabase, writeJournal } from '#libs/store';

const LOOK_EVERY_MS = 1_000;
const AT_A_TIME = 500;

/**
 * Ends what was not answered in time. When that is stands in the row, so that nothing is forgotten over a restart, and
 * any number of us may look: a row is ended once.
 */
@Injectable()
export class CommandExpiry implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('commands');
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(
    private readonly db: PostgresDatabase,
    private readonly hints: Hints,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#look();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  #look(): void {
    this.#looking ??= this.expire(instant(Date.now()))
      .catch((error: Error) => this.#logger.warn('no command can be ended now', { why: error.message }))
      .finally(() => (this.#looking = undefined));
  }

  async expire(now: Instant): Promise<void> {
    for (let ended = AT_A_TIME; ended === AT_A_TIME;) ended = await this.#expireSome(now);
  }

  async #expireSome(now: Instant): Promise<number> {
    const ended = await this.db.transaction(async (tx) => {
      const changed = await new CommandStore(tx).expire(now, AT_A_TIME);
      if (changed.length > 0) await writeJournal(tx, [], await new CommandView(tx).notices(changed, now));
      return changed.length;
    });
    if (ended > 0) this.hints.tell('feed-grown');
    return ended;
  }
}
