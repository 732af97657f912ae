import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { before, instant, minutes, seconds, type Instant, type SuperviseeId } from '#libs/kernel';
import { act, PointsProposalStore, PostgresDatabase, SuperviseeStore, writeJournal } from '#libs/store';
import { Rounds } from '../rounds.js';

const LOOK_EVERY = seconds(5);
/** What is written at a time may be committed later, and be seen only then. */
const COMMITTED_WITHIN = minutes(5);

/**
 * Proposes points (记分) from alerts that officers confirmed and from recorded facts, and takes back what the platform
 * proposed once it no longer stands. By what is on record alone: looking again at the same record changes nothing.
 */
@Injectable()
export class ProposalsService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('points');
  readonly #rounds = new Rounds(
    async (stopping) => {
      await this.look(instant(Date.now()), stopping);
      return LOOK_EVERY;
    },
    { again: LOOK_EVERY, logger: this.#logger, message: 'points cannot be proposed now' },
  );

  constructor(private readonly db: PostgresDatabase) {}

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#rounds.end();
  }

  /** Looks at everybody about whom something changed. Whoever cannot be judged is looked at again, and stops nobody else. */
  async look(now: Instant, stopping?: AbortSignal): Promise<void> {
    const store = new PointsProposalStore(this.db);
    const since = before(await store.lookedUntil(), COMMITTED_WITHIN);
    const failures: unknown[] = [];
    for (const { id } of await store.due(since)) {
      if (stopping?.aborted === true) return;
      await this.#lookAt(id, now).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} people, first: ${String(failures[0])}`);
    await store.keepLookedUntil(now);
  }

  async #lookAt(id: SuperviseeId, now: Instant): Promise<void> {
    await this.db.transaction(async (tx) => {
      const person = await new SuperviseeStore(tx).lock(id, '');
      if (person === undefined) return;
      const { division } = person;
      const deeds = await new PointsProposalStore(tx).propose(id, division, now);
      if (deeds.length === 0) return;
      const who = { actor: 'system:worker', role: 'system', purpose: null } as const;
      const acts = deeds.map(({ action, entry, item }) =>
        act(now, { ...who, action, subject: `supervisee:${id}`, division, detail: { entry, item } }),
      );
      await writeJournal(tx, acts, []);
    });
  }
}
