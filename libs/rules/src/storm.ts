import { alertKinds, type AlertKind } from '#libs/protocol';
import { z } from 'zod';
import { severityOf } from './catalogue.js';

/** Parameters of the policy `storm`. */
const parameters = z.object({
  /** So many alerts of a kind within a minute in one county are one incident. */
  perMinute: z.number().int().min(2).default(20),
  /** So long after its last member another one still joins. */
  joinMinutes: z.number().positive().default(10),
});
export const readStormPolicy = (given: unknown): z.output<typeof parameters> => parameters.parse(given);

/** What is critical stands alone, however many there are. */
export const gatheredKinds: readonly AlertKind[] = alertKinds.filter((kind) => severityOf(kind) !== 'critical');
