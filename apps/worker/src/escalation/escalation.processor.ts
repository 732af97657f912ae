import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { UnrecoverableError, type Job } from 'bullmq';
import { alertId, instant } from '#libs/kernel';
import { jobs } from '#libs/protocol';
import { Hints } from '#libs/queue';
import { EscalationService } from './escalation.service.js';

/** Turns a job into a call. */
@Processor(jobs['escalate-alert'].queue, { concurrency: 4 })
export class EscalationProcessor extends WorkerHost implements OnModuleDestroy {
  readonly #logger = new Logger('escalation');
  #said: string | undefined;

  constructor(
    private readonly escalation: EscalationService,
    private readonly hints: Hints,
  ) {
    super();
  }

  /** Without Redis there is no job in hand, and a worker that waits for its connection would not end. */
  async onModuleDestroy(): Promise<void> {
    if (!this.hints.connected) await this.worker.close(true);
  }

  override async process(job: Pick<Job, 'data'>): Promise<string> {
    const data = jobs['escalate-alert'].data.safeParse(job.data);
    // A payload that does not parse will not parse the next time either.
    if (!data.success) throw new UnrecoverableError(`escalate-alert: ${data.error.message}`);
    return this.escalation.escalate(alertId(data.data.alertId), data.data.level, instant(Date.now()));
  }

  /** Without a listener a lost connection would end the process. It comes back by itself, and is told once. */
  @OnWorkerEvent('error')
  onError(error: Error): void {
    if (this.#said !== error.message) this.#logger.warn('redis is away', { why: error.message });
    this.#said = error.message;
  }

  @OnWorkerEvent('ready')
  onReady(): void {
    if (this.#said !== undefined) this.#logger.log('redis is back');
    this.#said = undefined;
  }
}
