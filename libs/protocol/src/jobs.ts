import { z } from 'zod';
import { id } from './vocabulary.js';

/**
 * What is done later, by name: its queue and what its data must be. Ids only: Redis keeps job data in clear text.
 * A job may be lost with Redis; each is made again from the table that says what is due.
 */
export const jobs = {
  'escalate-alert': {
    queue: 'alerts',
    /** `level`: the escalation it was made at; when the alert has moved on since, there is nothing to do. */
    data: z.strictObject({ alertId: id, level: z.int().min(0) }),
  },
} as const satisfies Record<string, { queue: string; data: z.ZodType }>;

export type JobName = keyof typeof jobs;
export type JobData<Name extends JobName> = z.infer<(typeof jobs)[Name]['data']>;
