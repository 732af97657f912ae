import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { after, instant, minutes, seconds, type Instant } from '#libs/kernel';
import type { Hints, JobQueue } from '#libs/queue';
import { EscalationStore, type FallingDue, type PostgresDatabase } from '#libs/store';
import type { EscalationService } from './escalation.service.js';

const NAME = 'escalate-alert';
const AHEAD = minutes(10);
const AGAIN = seconds(15);
const AT_A_TIME = 1_000;
const PATIENCE = seconds(5);
/** A job that was taken and did nothing (a clock ahead of ours) is not made again: the table is believed, not the queue. */
const OVERDUE = seconds(10);

/**
 * Keeps the queue equal to the table: every alert that falls due soon has its job, whatever became of Redis since.
 * What is overdue all the same, and everything while Redis is away, it passes up itself: an alert must not wait for a
 * cache.
 */
export class EscalationPlanner implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  readonly #logger = new Logger('escalation');
  #timer: NodeJS.Timeout | undefined;
  #planning: Promise<void> | undefined;

  constructor(
    private readonly queue: JobQueue<typeof NAME>,
    private readonly db: PostgresDatabase,
    private readonly service: EscalationService,
    private readonly hints: Hints,
  ) {}

  onApplicationBootstrap(): void {
    this.hints.on('feed-grown', () => this.#plan());
    this.#timer = setInterval(() => this.#plan(), AGAIN);
    this.#plan();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#planning;
  }

  async onApplicationShutdown(): Promise<void> {
    // With Redis away there is nobody to say goodbye to.
    await this.queue.close().catch(() => undefined);
  }

  #plan(): void {
    this.#planning ??= this.plan(instant(Date.now()))
      .catch((error: unknown) => this.#logger.warn('could not plan', { why: String(error) }))
      .finally(() => (this.#planning = undefined));
  }

  /** One look at the table. */
  async plan(now: Instant): Promise<void> {
    const falling = await new EscalationStore(this.db).fallingDueBefore(after(now, AHEAD), AT_A_TIME);
    if (falling.length === 0) return;
    const grace = (await this.#enqueue(falling, now)) ? OVERDUE : 0;
    for (const { id, level, dueAt } of falling) {
      if (dueAt + grace <= now) await this.service.escalate(id, level, now);
    }
  }

  /** False when Redis does not take them. BullMQ waits for a lost connection as long as it takes; we do not. */
  async #enqueue(falling: readonly FallingDue[], now: Instant): Promise<boolean> {
    if (!this.hints.connected) return false;
    const added = this.queue.addBulk(falling.map((alert) => jobFor(alert, now)));
    const late = new AbortController();
    return Promise.race([
      added.then(
        () => true,
        () => false,
      ),
      pause(PATIENCE, false, { signal: late.signal }),
    ]).finally(() => late.abort());
  }
}

function jobFor({ id, level, dueAt }: FallingDue, now: Instant) {
  const data = { alertId: id, level };
  return { name: NAME, data, opts: { jobId: `${NAME}-${id}-${level}`, delay: Math.max(0, dueAt - now) } };
}
