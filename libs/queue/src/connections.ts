import type { ConnectionOptions, DefaultJobOptions } from 'bullmq';

/** A worker waits for Redis as long as it takes. */
export const workerConnection = (url: string): ConnectionOptions => ({ url, maxRetriesPerRequest: null });

/** Whoever adds a job fails at once when Redis is away: the table says what is due, and it is added again later. */
export const producerConnection = (url: string): ConnectionOptions => ({
  url,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
});

/** A finished job is kept for a day: as long as it is there, adding it again does nothing. */
export const jobOptions: DefaultJobOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000 },
  removeOnComplete: { age: 86_400 },
  // A job that was given up is made again from the table.
  removeOnFail: true,
};
