import type { Instant } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import { z } from 'zod';
import { orderAt, policyAt, type World } from './world.js';

/** What each rule is told, and what it goes by where no policy says otherwise. */
export const policySchemas = {
  'zone.exit': z.object({
    /** How many radii of its accuracy a fix must lie off the border to be believed. */
    sigma: z.number().min(0).default(2),
    dwellSeconds: z.number().min(0).default(20),
    minFixes: z.number().int().min(1).default(2),
    maxAccuracyMetres: z.number().positive().default(500),
    returnFixes: z.number().int().min(1).default(2),
    /** Metres taken for the accuracy of a fix that does not know its own, by source. */
    unknownAccuracy: z
      .object({
        gnss: z.number().positive().default(100),
        wifi: z.number().positive().default(500),
        cell: z.number().positive().default(1_500),
      })
      .prefault({}),
  }),
  'strap.open': z.object({}),
  'clock.wrong': z.object({
    /** Right again after so many records in a row that were received when they were made. */
    rightRecords: z.number().int().min(1).default(5),
  }),
  'device.silent': z.object({
    /** Silent after so many reporting intervals without a record, and not before so many seconds. */
    intervals: z.number().positive().default(5),
    floorSeconds: z.number().min(0).default(25),
  }),
} as const satisfies Record<AlertKind, z.ZodType>;

export type Policy<Kind extends AlertKind> = z.output<(typeof policySchemas)[Kind]>;

const read = new WeakMap<object, unknown>();

/** The parameters in force at a time, and their version (0: the defaults). */
export function policyOf<Kind extends AlertKind>(
  world: World,
  kind: Kind,
  at: Instant,
): { readonly version: number; readonly policy: Policy<Kind> } {
  const found = policyAt(world, kind, at);
  if (found === undefined) return { version: 0, policy: policySchemas[kind].parse({}) as Policy<Kind> };
  const known = read.get(found) ?? policySchemas[kind].parse(found.parameters);
  read.set(found, known);
  return { version: found.version, policy: known as Policy<Kind> };
}

/** Of rule, policy and order something was judged by. */
export function versionsAt(
  world: World,
  kind: AlertKind,
  rule: number,
  at: Instant,
): Readonly<Record<string, string | number>> {
  const order = orderAt(world, at);
  return { rule, policy: policyOf(world, kind, at).version, ...(order === undefined ? {} : { order: order.id }) };
}
