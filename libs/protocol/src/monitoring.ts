import { z } from 'zod';
import { time } from './vocabulary.js';

/**
 * What is watched of the platform itself, so that it says that it is about to fail before it fails. To add one: a line
 * here, its measure in libs/headroom, its words in the console, its measurement in apps/worker.
 */
export const conditionNames = [
  'disk.data',
  'disk.database',
  'identifiers',
  'transactions',
  'partitions.ahead',
  'records.elsewhen',
  'connections',
  'redis.memory',
  'redis.away',
  'broker.away',
  'wristbands.away',
  'records.halted',
  'records.held',
  'engine.lag',
  'engine.unowned',
  'alerts.halted',
  'process.ingest',
  'process.engine',
  'process.worker',
  'process.api',
] as const;
export type ConditionName = (typeof conditionNames)[number];

export const conditionStates = ['normal', 'degraded', 'unmeasured'] as const;
export type ConditionState = (typeof conditionStates)[number];

const units = z.enum(['percent', 'seconds', 'records', 'partitions']);
export type MeasureUnit = z.infer<typeof units>;

/** Something that is not as it must be: one of the conditions, or `supervisee <id>`, whose records are not judged. */
export const degradation = z.object({
  what: z.string(),
  since: time,
  value: z.number().nullable().optional().describe('as measured when it was told'),
  limit: z.number().nullable().optional(),
  unit: units.optional(),
  detail: z.string().nullable().optional().describe('which one, or why, as the platform names it'),
});
export type Degradation = z.infer<typeof degradation>;

export const condition = degradation.extend({
  state: z.enum(conditionStates).describe('unmeasured: the platform cannot tell; detail says why'),
});
export type Condition = z.infer<typeof condition>;
