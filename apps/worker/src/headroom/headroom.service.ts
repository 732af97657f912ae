import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { limitOf, type HeadroomPolicy, type Standing } from '#libs/headroom';
import { instant, seconds, type Instant, type Millis } from '#libs/kernel';
import type { Hints } from '#libs/queue';
import { MonitoringStore, ProcessSignStore, type PostgresDatabase } from '#libs/store';
import { Rounds } from '../rounds.js';
import type { HeadroomNumbers } from './headroom-numbers.js';
import { measureAll, type Probe } from './probe.js';

/** As long until the next attempt when the policy cannot be read. */
const AGAIN = seconds(5);

/** Measures in rounds how much room is left and whether everything moves, and tells what has changed. */
export class HeadroomService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('headroom');
  readonly #rounds = new Rounds(() => this.#next(), {
    again: AGAIN,
    logger: this.#logger,
    message: 'nothing can be measured',
  });

  constructor(
    private readonly db: PostgresDatabase,
    private readonly hints: Hints,
    private readonly probes: readonly Probe[],
    private readonly numbers: HeadroomNumbers,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#rounds.end();
  }

  async #next(): Promise<Millis> {
    const now = instant(Date.now());
    const policy = await new MonitoringStore(this.db).policy(now);
    await this.round(policy, now);
    return seconds(policy.roundSeconds);
  }

  /** One look at everything, unless another worker has just had it. Answers how everything stands. */
  async round(policy: HeadroomPolicy, now: Instant): Promise<readonly Standing[]> {
    const watching = await new MonitoringStore(this.db).claim(policy);
    if (watching === undefined) return [];
    const began = performance.now();
    const standing = await this.measure(policy, now, seconds(watching));
    const tookMs = performance.now() - began;
    await new MonitoringStore(this.db).finish(tookMs);
    await new ProcessSignStore(this.db).forgetReplaced();
    this.numbers.measured(standing, tookMs);
    return standing;
  }

  async measure(policy: HeadroomPolicy, now: Instant, watching: Millis): Promise<readonly Standing[]> {
    const signs = await new ProcessSignStore(this.db).all();
    const round = { now, watching, signs, limit: (what: Standing['what']) => limitOf(policy, what) };
    const measured = await measureAll(this.probes, round);
    const { standing, told } = await this.db.transaction((tx) =>
      new MonitoringStore(tx).take(measured, policy, now, 'system:worker'),
    );
    if (told) this.hints.tell('feed-grown');
    return standing;
  }
}
