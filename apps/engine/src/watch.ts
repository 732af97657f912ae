import { instant, type Instant } from '#libs/kernel';
import { expectedAt, nextTurn, RuleFault, type End, type Expected, type SilenceOnFile, type World } from '#libs/rules';
import type { AlertOf } from './alert-writer.js';

/** A silence as it is on file. */
export interface Silence extends SilenceOnFile, AlertOf {
  readonly ended: End | null;
}

/** What is known of somebody who may have to report. */
export interface Watch {
  lastReceivedAt: Instant | null;
  /** The last silence on file. */
  last: Silence | null;
  /** The beginning of a silence that is over: it is not raised twice. */
  over: Instant | null;
}

/** The silence on file that goes on. */
export const goingOn = ({ last }: Watch): Silence | undefined => (last?.ended === null ? last : undefined);

/** Who has to report, whatever is on file. A policy that makes no sense is a fault of the rule. */
export function expectedOf(world: World, { lastReceivedAt }: Watch, now: Instant): Expected | undefined {
  try {
    return expectedAt(world, lastReceivedAt, now);
  } catch (cause) {
    throw new RuleFault('device.silent', null, { cause });
  }
}

/** Who has to report and is not on file as silent already. */
export function awaited(world: World, watch: Watch, now: Instant): Expected | undefined {
  if (goingOn(watch)) return undefined;
  const found = expectedOf(world, watch, now);
  return found === undefined || found.since === watch.over || found.since === watch.last?.since ? undefined : found;
}

/** When to look again: at the deadline, but not in the grace of a start, or when an order or a binding begins or ends. */
export function nextLook(world: World, watch: Watch, graceUntil: number, now: Instant): Instant | undefined {
  const deadline = awaited(world, watch, now)?.deadline;
  const due = deadline === undefined ? Infinity : Math.max(now, deadline, graceUntil) + 1;
  const next = Math.min(nextTurn(world, now) ?? Infinity, due);
  return next === Infinity ? undefined : instant(next);
}

export const newer = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || (b !== null && b > a) ? b : a;
