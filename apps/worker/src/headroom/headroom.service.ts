import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { limitOf, type HeadroomPolicy, type Standing } from '#libs/headroom';
import { instant, seconds, type Instant, type Millis } from '#libs/kernel';
import type { Hints } from '#libs/queue';
import { MonitoringStore, ProcessSignStore, type PostgresDatabase } from '#libs/store';
import type { HeadroomNumbers } from './headroom-numbers.js';
import { measureAll, type Probe } from './probe.js';

/** As long until the next attempt when the policy cannot be read. */
const AGAIN_MS = 5_000;

/** Measures in rounds how much room is left and whether everything moves, and tells what has changed. */
export class HeadroomService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('headroom');
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();
  #failing: string | undefined;

  constructor(
    private readonly db: PostgresDatabase,
    private readonly hints: Hints,
    private readonly probes: readonly Probe[],
    private readonly numbers: HeadroomNumbers,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.#go();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #go(): Promise<void> {
    const pause = await this.#try();
    if (!this.#stopped) this.#timer = setTimeout(() => void (this.#running = this.#go()), pause);
  }

  /** Milliseconds until the next round. */
  async #try(): Promise<number> {
    try {
      const now = instant(Date.now());
      const policy = await new MonitoringStore(this.db).policy(now);
      await this.round(policy, now);
      this.#failing = undefined;
      return policy.roundSeconds * 1_000;
    } catch (error) {
      // As long as PostgreSQL is away: said once.
      if (String(error) !== this.#failing) this.#logger.error('nothing can be measured', { why: String(error) });
      this.#failing = String(error);
      return AGAIN_MS;
    }
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
