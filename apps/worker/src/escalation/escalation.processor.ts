import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { UnrecoverableError, type Job } from 'bullmq';
import { alertId, instant } from '#libs/kernel';
import { jobs } from '#libs/protocol';
import { EscalationService } from './escalation.service.js';

/** Turns a job into a call. */
@Processor(jobs['escalate-alert'].queue, { concurrency: 4 })
export class EscalationProcessor extends WorkerHost {
  readonly #logger = new Logger('escalation');

  constructor(private readonly escalation: EscalationService) {
    super();
  }

  override async process(job: Pick<Job, 'data'>): Promise<string> {
    const data = jobs['escalate-alert'].data.safeParse(job.data);
    // A payload that does not parse will not parse the next time either.
    if (!data.success) throw new UnrecoverableError(`escalate-alert: ${data.error.message}`);
    return this.escalation.escalate(alertId(data.data.alertId), data.data.level, instant(Date.now()));
  }

  /** Without a listener a lost connection would end the process; it comes back by itself. */
  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.#logger.warn('redis is away', { why: error.message });
  }
}
