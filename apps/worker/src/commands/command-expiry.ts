import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { instant, seconds, type Instant } from '#libs/kernel';
import { Hints } from '#libs/queue';
import { CommandStore, CommandView, PostgresDatabase, writeJournal } from '#libs/store';
import { Rounds } from '../rounds.js';

const LOOK_EVERY = seconds(1);
const AT_A_TIME = 500;

/**
 * Ends what was not answered in time. When that is stands in the row, so that nothing is forgotten over a restart, and
 * any number of us may look: a row is ended once.
 */
@Injectable()
export class CommandExpiry implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('commands');
  readonly #rounds = new Rounds(
    async (stopping) => {
      await this.expire(instant(Date.now()), stopping);
      return LOOK_EVERY;
    },
    { again: LOOK_EVERY, logger: this.#logger, message: 'no command can be ended now' },
  );

  constructor(
    private readonly db: PostgresDatabase,
    private readonly hints: Hints,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#rounds.end();
  }

  async expire(now: Instant, stopping?: AbortSignal): Promise<void> {
    for (let ended = AT_A_TIME; ended === AT_A_TIME && stopping?.aborted !== true;) ended = await this.#expireSome(now);
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
