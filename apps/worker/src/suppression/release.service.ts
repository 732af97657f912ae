import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { instant, seconds, type Instant } from '#libs/kernel';
import { Hints } from '#libs/queue';
import { dueAt } from '#libs/rules';
import { act, PostgresDatabase, summaryOf, SuppressionStore, writeJournal } from '#libs/store';
import { Rounds } from '../rounds.js';

const LOOK_EVERY = seconds(2);
const AT_A_TIME = 100;

/** Opens alerts that go on and that nothing holds back any more: ended by somebody, or run out. By the tables alone. */
@Injectable()
export class ReleaseService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('suppressions');
  readonly #rounds = new Rounds(
    async (stopping) => {
      await this.release(instant(Date.now()), stopping);
      return LOOK_EVERY;
    },
    { again: LOOK_EVERY, logger: this.#logger, message: 'no alert can be released now' },
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

  async release(now: Instant, stopping?: AbortSignal): Promise<void> {
    for (let done = AT_A_TIME; done === AT_A_TIME && stopping?.aborted !== true;) done = await this.#releaseSome(now);
  }

  async #releaseSome(now: Instant): Promise<number> {
    const count = await this.db.transaction(async (tx) => {
      const store = new SuppressionStore(tx);
      const alerts = await store.released(now, AT_A_TIME);
      const acts = [];
      const notices = [];
      for (const { id, kind, division } of alerts) {
        await store.release(id, now, dueAt(kind, now));
        const data = await summaryOf(tx, id);
        const who = { actor: 'system:worker', role: 'system', purpose: null } as const;
        const detail = { supervisee: data.superviseeId, kind };
        acts.push(act(now, { ...who, action: 'alert.released', subject: `alert:${id}`, division, detail }));
        notices.push({ type: 'alert.changed', at: now, division, data } as const);
      }
      if (alerts.length > 0) await writeJournal(tx, acts, notices);
      return alerts.length;
    });
    if (count > 0) this.hints.tell('feed-grown');
    return count;
  }
}
