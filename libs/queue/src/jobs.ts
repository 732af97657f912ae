import { Queue } from 'bullmq';
import { jobs, type JobData, type JobName } from '#libs/protocol';
import { jobOptions, producerConnection } from './connections.js';

/** Where jobs of a kind are added. Whoever opens it closes it. */
export type JobQueue<Name extends JobName> = Queue<JobData<Name>>;

export function openJobQueue<Name extends JobName>(name: Name, redisUrl: string): JobQueue<Name> {
  const queue: JobQueue<Name> = new Queue(jobs[name].queue, {
    connection: producerConnection(redisUrl),
    defaultJobOptions: jobOptions,
  });
  // A lost connection comes back by itself; without a listener it would end the process.
  queue.on('error', () => undefined);
  return queue;
}
