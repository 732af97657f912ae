import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { instant } from '#libs/kernel';
import type { Readiness } from '#libs/platform';
import type { Hints } from '#libs/queue';
import type { PostgresDatabase } from '#libs/store';
import type { Engine } from './engine.js';

const LOOK_EVERY_MS = 500;
/** So long is gathered at most before the next turn. */
const LONGEST_GATHERING_MS = 150;
const RENEW_EVERY_MS = 2_000;
/** No turn has gone well for so long: something keeps failing, and people have to look at it. */
const STUCK_AFTER_MS = 30_000;

/** Keeps the engine turning: when it is woken, and twice a second. */
export class EngineService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('engine');
  #wake: () => void = () => undefined;
  #woken = false;
  #stopping = false;
  #failing: string | undefined;
  #turning: Promise<void> = Promise.resolve();
  #renewal: NodeJS.Timeout | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly db: PostgresDatabase,
    private readonly hints: Hints,
    private readonly readiness: Readiness,
  ) {
    readiness.add('partitions', () => (engine.lease.isFresh(Date.now()) ? 'up' : 'down'));
    readiness.add('judging', () => (Date.now() - engine.turnedAt < STUCK_AFTER_MS ? 'up' : 'down'));
    readiness.add('redis', () => (hints.connected ? 'up' : 'degraded'));
  }

  onApplicationBootstrap(): void {
    this.hints.on('records-stored', () => this.#look());
    this.hints.on('world-changed', () => this.#look());
    this.#beat();
    this.#renewal = setInterval(() => this.#beat(), RENEW_EVERY_MS);
    this.#turning = this.#run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.readiness.stop();
    this.#stopping = true;
    this.#look();
    await this.#turning;
    clearInterval(this.#renewal);
    try {
      await this.engine.remember(instant(Date.now()));
    } catch (error) {
      this.#logger.warn('what was remembered could not be written down: it is judged again', { cause: String(error) });
    }
    await this.engine.lease.leave().catch(() => undefined);
    await this.hints.close();
    await this.db.end();
  }

  #beat(): void {
    const renewal = this.engine.lease.beat(Date.now());
    renewal.then(
      () => this.#look(),
      (error: unknown) => this.#logger.warn('the lease could not be renewed', { cause: String(error) }),
    );
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const began = performance.now();
      const more = await this.#turn();
      if (more) continue;
      const took = performance.now() - began;
      await this.#rest();
      // A turn costs something however little there is: many in a row would cost more than what they judge.
      if (!this.#stopping) await pause(Math.min(took, LONGEST_GATHERING_MS));
    }
  }

  async #turn(): Promise<boolean> {
    try {
      const more = await this.engine.turn(instant(Date.now()));
      if (this.#failing !== undefined) this.#logger.log('turns go well again');
      this.#failing = undefined;
      return more;
    } catch (error) {
      // Twice a second for as long as PostgreSQL is away: said once.
      if (String(error) !== this.#failing) this.#logger.error('a turn failed', { stack: stackOf(error) });
      this.#failing = String(error);
      return false;
    }
  }

  /** Until somebody wakes us, half a second at most. */
  async #rest(): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#woken = false;
  }

  #look(): void {
    this.#woken = true;
    this.#wake();
  }
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
