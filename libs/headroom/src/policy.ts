import { conditionNames, type ConditionName, type MeasureUnit } from '#libs/protocol';
import { z } from 'zod';

export interface Measure {
  readonly unit: MeasureUnit;
  /** At this value and beyond, the condition is degraded. */
  readonly limit: number;
  /** Seconds for which it must have been so: a moment's peak is not news. */
  readonly lasts: number;
}

const used = (lasts = 0): Measure => ({ unit: 'percent', limit: 70, lasts });
const silent = (limit: number): Measure => ({ unit: 'seconds', limit, lasts: 0 });

/** How each condition is measured, and from where on it is told where no policy says otherwise. */
export const measures: Readonly<Record<ConditionName, Measure>> = {
  'disk.data': used(),
  'disk.database': used(),
  identifiers: used(),
  // Of the 2^31 transactions after which PostgreSQL stops; its own vacuum begins at a tenth of them.
  transactions: used(),
  // Of the days made ahead. Ingest makes them at its start, which may be a moment after ours.
  'partitions.ahead': used(60),
  'records.elsewhen': { unit: 'records', limit: 10_000, lasts: 0 },
  connections: used(20),
  'redis.memory': used(20),
  'redis.away': silent(30),
  'broker.away': silent(30),
  // Who only loses the line for a moment, with a broker that starts anew, is back within the minute.
  'wristbands.away': { unit: 'percent', limit: 30, lasts: 60 },
  'records.halted': silent(60),
  'records.held': silent(30),
  'engine.lag': silent(60),
  // A dead engine's partitions are taken over within ten seconds.
  'engine.unowned': { unit: 'partitions', limit: 1, lasts: 15 },
  // What the canary breaks is an alert with its second fix, five seconds later, and is looked for every five seconds.
  'alerts.halted': silent(30),
  'process.ingest': silent(30),
  'process.engine': silent(30),
  'process.worker': silent(30),
  'process.api': silent(30),
};

/** Parameters of the policy `monitoring`. */
const parameters = z.object({
  /** How often everything is measured. */
  roundSeconds: z.number().positive().default(10),
  /** How long a value must have been well below its limit before all is said to be well again. */
  calmSeconds: z.number().min(0).default(30),
  limits: z.partialRecord(z.enum(conditionNames), z.number()).default({}),
});
export type HeadroomPolicy = z.output<typeof parameters>;

export const readHeadroomPolicy = (given: unknown): HeadroomPolicy => parameters.parse(given);

export const limitOf = (policy: HeadroomPolicy, what: ConditionName): number =>
  policy.limits[what] ?? measures[what].limit;
