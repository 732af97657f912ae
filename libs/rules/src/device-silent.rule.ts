import { after, isoInShanghai, seconds, since as lengthOf, type Instant } from '#libs/kernel';
import { isSignOfLife } from '#libs/protocol';
import type { End, Episode } from './episode.js';
import { later } from './episode.js';
import type { Observation } from './observation.js';
import { coveredFrom, orderInForce } from './order-run.js';
import { policyOf } from './policy.js';
import { supervisionEnd } from './supervision.js';
import { holdsAt, type DeviceOrder, type World } from './world.js';

const VERSION = 1;

/** A wristband that should report: bound, under an order in force. */
export interface Expected {
  readonly deviceId: string;
  readonly intervalSeconds: number;
  /** Since when nothing was heard: the last receipt, or the beginning of binding and order. */
  readonly since: Instant;
  /** Nothing by then is silence. */
  readonly deadline: Instant;
  readonly limitSeconds: number;
  readonly order: DeviceOrder;
  readonly policyVersion: number;
}

/**
 * Who has to report at a time, and until when the platform waits. Everything here is time of receipt. Undefined when
 * nobody has to: no wristband, or no order.
 */
export function expectedAt(world: World, lastReceivedAt: Instant | null, now: Instant): Expected | undefined {
  const binding = world.bindings.find((one) => holdsAt(one, now));
  const order = orderInForce(world, now);
  if (binding === undefined || order === undefined) return undefined;
  const from = later(binding.from, coveredFrom(world.orders, order));
  const silentSince = lastReceivedAt === null ? from : later(from, lastReceivedAt);
  const { version, policy } = policyOf(world, 'device.silent', now);
  const limitSeconds = Math.max(policy.intervals * binding.intervalSeconds, policy.floorSeconds);
  return {
    deviceId: binding.deviceId,
    intervalSeconds: binding.intervalSeconds,
    since: silentSince,
    deadline: after(silentSince, seconds(limitSeconds)),
    limitSeconds,
    order,
    policyVersion: version,
  };
}

/** The silence of a wristband that missed its deadline, for an alert. */
export function silence(
  world: World,
  expected: Expected,
  known: { readonly lastReceivedAt: Instant | null; readonly battery: number | null },
  now: Instant,
): Episode {
  return {
    kind: 'device.silent',
    superviseeId: world.superviseeId,
    deviceId: expected.deviceId,
    startedAt: expected.since,
    confirmedAt: expected.deadline,
    receivedBy: expected.deadline,
    lastAt: now,
    count: 1,
    ended: null,
    facts: {
      lastReceivedAt: known.lastReceivedAt === null ? null : isoInShanghai(known.lastReceivedAt),
      limitSeconds: expected.limitSeconds,
      intervalSeconds: expected.intervalSeconds,
      battery: known.battery === null ? null : Math.round(known.battery),
    },
    fixes: [],
    zone: null,
    records: [],
    versions: { rule: VERSION, policy: expected.policyVersion, order: expected.order.id },
  };
}

/** The device kept records while it could not send them: it was out of reach, not off. */
const BACKLOG = seconds(60);

/** How a silence that began at `silentSince` ended: by the first record received after it; undefined when none was. */
export function endOfSilence(silentSince: Instant, received: readonly Observation[]): End | undefined {
  const news = received.filter((seen) => isSignOfLife(seen) && seen.receivedAt > silentSince);
  const [first] = news.toSorted((a, b) => a.receivedAt - b.receivedAt);
  if (first === undefined) return undefined;
  const backlog = news.some((seen) => seen.receivedAt === first.receivedAt && isBacklog(seen));
  return { at: first.receivedAt, reason: backlog ? 'backlog' : 'reported' };
}

/** A silence on file. */
export interface SilenceOnFile {
  readonly since: Instant;
  readonly deviceId: string;
}

/** Whether records that came later show that the wristband was at work in a silence that had just ended. */
export const explainsSilence = (since: Instant, until: Instant, received: readonly Observation[]): boolean =>
  received.some((seen) => isBacklog(seen) && seen.at > since && seen.at < until);

const isBacklog = (seen: Observation): boolean =>
  seen.clockOffset === null && lengthOf(seen.at, seen.receivedAt) > BACKLOG;

/** How a silence ends without a record: the wristband need not report any more. */
export function releasedFromSilence(world: World, { since, deviceId }: SilenceOnFile, now: Instant): End | undefined {
  const end = supervisionEnd(world, since, deviceId);
  if (end !== undefined && end.at <= now) return end;
  const bound = world.bindings.some((one) => holdsAt(one, now));
  const ordered = world.orders.some((one) => holdsAt(one, now));
  return bound && ordered ? undefined : { at: now, reason: ordered ? 'binding-ended' : 'order-ended' };
}

/** The next time at which somebody else may have to report, or nobody: a binding or an order begins or ends. */
export function nextTurn({ bindings, orders }: World, now: Instant): Instant | undefined {
  const times = [
    ...bindings.flatMap(({ from, to }) => [from, to]),
    ...orders.flatMap(({ from, to, approvedAt }) => [from, to, approvedAt]),
  ];
  return times.reduce<Instant | undefined>(
    (next, at) => (at !== null && at > now && (next === undefined || at < next) ? at : next),
    undefined,
  );
}
