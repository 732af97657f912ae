import { before, days, isoInShanghai, since, type Instant, type Millis } from '#libs/kernel';
import { later, type Episode } from './episode.js';
import { asFiled, found, isGoingOn, wornAt, type AlertOnFile } from './on-file.js';
import { lastOfRun, orderInForce } from './order-run.js';
import { policyOf } from './policy.js';
import type { DeviceOrder, World } from './world.js';

const VERSION = 1;
const KIND = 'order.ending';

/**
 * A device order is about to end and no approved order follows it: whoever decides has to assess and to decide anew, or the
 * wristband comes off (Community Correction Law art. 29 (2)). Of the alerts on file of this kind and supervisee.
 */
export function orderEnding(world: World, onFile: readonly AlertOnFile[], now: Instant): Episode[] {
  const order = orderInForce(world, now);
  const last = order && lastOfRun(world.orders, order);
  const goingOn = onFile.filter(isGoingOn);
  const over = goingOn
    .filter(({ facts }) => facts['order'] !== last?.id)
    .map((one) => asFiled(world, one, { ended: endOf(world, one, now) }));
  if (last === undefined || goingOn.some(({ facts }) => facts['order'] === last.id)) return over;
  const { version, policy } = policyOf(world, KIND, now);
  const ahead = Math.min(days(policy.days), since(last.from, last.to) * policy.share) as Millis;
  const startedAt = onFile
    .filter(({ facts, ended }) => facts['order'] === last.id && ended !== null)
    .map(({ ended }) => ended?.at ?? now)
    // It was renewed, and the renewal was taken back: from then on it is about to end once more.
    .reduce(later, later(before(last.to, ahead), later(last.from, last.approvedAt)));
  if (startedAt > now) return over;
  const facts = {
    since: isoInShanghai(startedAt),
    order: last.id,
    from: isoInShanghai(last.from),
    to: isoInShanghai(last.to),
  };
  const versions = { rule: VERSION, policy: version, order: last.id };
  return [
    ...over,
    found(KIND, world, { deviceId: wornAt(world, now), startedAt, confirmedAt: now, lastAt: now, facts, versions }),
  ];
}

/** Renewed in time, or over: at its end, or before by a decision. */
function endOf(world: World, { facts }: AlertOnFile, now: Instant): NonNullable<Episode['ended']> {
  const order = world.orders.find(({ id }) => id === facts['order']);
  if (order === undefined) return { at: now, reason: 'order-ended' };
  const next = renewalOf(world.orders, order);
  if (next !== undefined && next.approvedAt <= now) {
    return { at: later(next.approvedAt, order.from), reason: 'renewed' };
  }
  return { at: order.to <= now ? order.to : now, reason: 'order-ended' };
}

const renewalOf = (orders: readonly DeviceOrder[], order: DeviceOrder): DeviceOrder | undefined =>
  orders.find((one) => one.to > order.to && one.from <= order.to);
