import { setTimeout as pause } from 'node:timers/promises';
import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { after, instant, minutes, seconds, type Instant } from '#libs/kernel';
import { jobs, type JobData } from '#libs/protocol';
import { Hints } from '#libs/queue';
import { EscalationStore, PostgresDatabase, type FallingDue } from '#libs/store';
import { EscalationService } from './escalation.service.js';

const NAME = 'escalate-alert';
const AHEAD = minutes(10);
const AGAIN = seconds(15);
const AT_A_TIME = 1_000;
const PATIENCE = seconds(5);

/**
 * Keeps the queue equal to the table: every alert that falls due soon has its job, whatever became of Redis since.
 * While Redis is away it passes up what is overdue itself: an alert must not wait for a cache.
 */
@Injectable()
export class EscalationPlanner implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('escalation');
  #timer: NodeJS.Timeout | undefined;
  #planning: Promise<void> | undefined;

  constructor(
    @InjectQueue(jobs[NAME].queue) private readonly queue: Queue<JobData<typeof NAME>>,
    private readonly db: PostgresDatabase,
    private readonly service: EscalationService,
    private readonly hints: Hints,
  ) {
    queue.on('error', () => undefined); // told by the processor's connection, once
  }

  onApplicationBootstrap(): void {
    this.hints.on('feed-grown', () => this.#plan());
    this.#timer = setInterval(() => this.#plan(), AGAIN);
    this.#plan();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#planning;
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
    if (await this.#enqueue(falling, now)) return;
    for (const { id, level, dueAt } of falling) {
      if (dueAt <= now) await this.service.escalate(id, level, now);
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
