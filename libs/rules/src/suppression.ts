import { alertKinds, type AlertKind } from '#libs/protocol';
import { z } from 'zod';
import { severityOf } from './catalogue.js';

/** Parameters of the policy `suppression`. */
const parameters = z.object({
  /** What holds alerts back ends by itself after so many hours at the latest. */
  longestHours: z.number().positive().default(168),
});
export const readSuppressionPolicy = (given: unknown): z.output<typeof parameters> => parameters.parse(given);

/** Strap, exclusion zone, call for help: what is critical is held back by two people or not at all. */
export const needsSecondPerson = (kind: AlertKind | null): boolean =>
  (kind === null ? alertKinds : [kind]).some((one) => severityOf(one) === 'critical');
