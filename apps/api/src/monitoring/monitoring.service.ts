import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { limitOf, type HeadroomPolicy } from '#libs/headroom';
import { instant, type Instant } from '#libs/kernel';
import { Metrics, Readiness, type Condition as Health } from '#libs/platform';
import { conditionNames } from '#libs/protocol';
import { Hints } from '#libs/queue';
import { MonitoringStore, MonitoringView, PostgresDatabase } from '#libs/store';
import { Gauge } from 'prom-client';

const LOOK_EVERY_MS = 5_000;
/** Rounds that the worker may be late with. */
const LATE_ROUNDS = 3;

/** Repeats what the worker has measured in health and numbers, and tells everybody when the worker measures no more. */
@Injectable()
export class MonitoringService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('monitoring');
  #degraded: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** Since when the database has answered us: what is older may be its fault. */
  #since: Instant | undefined;

  constructor(
    private readonly db: PostgresDatabase,
    private readonly view: MonitoringView,
    private readonly hints: Hints,
    readiness: Readiness,
    metrics: Metrics,
  ) {
    for (const what of conditionNames) readiness.add(`monitoring ${what}`, () => this.#healthOf(what));
    const help = '1: the condition is degraded, as the database has it';
    const gauge: Gauge<'what'> = new Gauge({
      name: 'monitoring_degraded',
      help,
      labelNames: ['what'],
      registers: [metrics.registry],
      collect: () => conditionNames.forEach((what) => gauge.set({ what }, this.#degraded.has(what) ? 1 : 0)),
    });
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#try(), LOOK_EVERY_MS);
    this.#try();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** One look at what is on file. */
  async look(now: Instant): Promise<void> {
    const policy = await new MonitoringStore(this.db).policy(now);
    const { ageSeconds } = await this.view.lastRound();
    this.#since ??= now;
    const watched = (now - this.#since) / 1_000;
    await this.#judgeWorker(Math.min(ageSeconds ?? Infinity, watched), policy, now);
    const conditions = await this.view.conditions();
    this.#degraded = new Set(conditions.filter(({ state }) => state === 'degraded').map(({ what }) => what));
  }

  /** Who measures everybody else cannot say that he is dead. */
  async #judgeWorker(silent: number, policy: HeadroomPolicy, now: Instant): Promise<void> {
    const limit = Math.max(limitOf(policy, 'process.worker'), policy.roundSeconds * LATE_ROUNDS);
    if (silent < limit || this.#degraded.has('process.worker')) return;
    const missing = { what: 'process.worker', value: silent, atLeast: limit } as const;
    const { told } = await this.db.transaction((tx) =>
      new MonitoringStore(tx).take([missing], policy, now, 'system:api'),
    );
    if (told) this.hints.tell('feed-grown');
  }

  #healthOf(what: string): Health {
    return this.#degraded.has(what) ? 'degraded' : 'up';
  }

  #try(): void {
    this.#looking ??= this.look(instant(Date.now()))
      .catch((error: unknown) => {
        if (this.#since !== undefined) this.#logger.warn('how we stand is not known', { why: String(error) });
        this.#since = undefined;
      })
      .finally(() => (this.#looking = undefined));
  }
}
