import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { instant, seconds, type Instant } from '#libs/kernel';
import { Hints } from '#libs/queue';
import { gatheredKinds, readStormPolicy } from '#libs/rules';
import { act, IncidentStore, PostgresDatabase, summaryOf, writeJournal, type FeedNotice } from '#libs/store';
import { Rounds } from '../rounds.js';

const LOOK_EVERY = seconds(2);

/** Gathers alerts that come in dozens into incidents. One worker at a time; what it has done stands in the rows. */
@Injectable()
export class StormService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('storms');
  readonly #rounds = new Rounds(
    async () => {
      await this.gather(instant(Date.now()));
      return LOOK_EVERY;
    },
    { again: LOOK_EVERY, logger: this.#logger, message: 'no alerts can be gathered now' },
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

  async gather(now: Instant): Promise<void> {
    const told = await this.db.transaction(async (tx) => {
      const store = new IncidentStore(tx);
      const storms = await store.gather(gatheredKinds, readStormPolicy(await store.policy(now)), now);
      if (storms.length === 0) return false;
      const who = { actor: 'system:worker', role: 'system', purpose: null } as const;
      const acts = storms.map(({ incidentId: id, county, kind, isNew, joined }) => {
        const action = isNew ? 'incident.begun' : 'incident.joined';
        const detail = { kind, members: joined.length };
        return act(now, { ...who, action, subject: `incident:${id}`, division: county, detail });
      });
      const notices: FeedNotice[] = [];
      for (const { id, division } of storms.flatMap(({ joined }) => joined)) {
        notices.push({ type: 'alert.changed', at: now, division, data: await summaryOf(tx, id) });
      }
      await writeJournal(tx, acts, notices);
      return true;
    });
    if (told) this.hints.tell('feed-grown');
  }
}
