import { after, isoInShanghai, seconds, type Instant } from '#libs/kernel';
import { later, type Episode, type Facts } from './episode.js';
import { asFiled, found, isGoingOn, type AlertOnFile } from './on-file.js';
import { coveredFrom, orderInForce } from './order-run.js';
import { policyOf, type Policy } from './policy.js';
import { holdsAt, type DeviceOrder, type World } from './world.js';

const VERSION = 1;
const KIND = 'order.uncovered';

/** What is known of the wristband that somebody wears, or wore last. */
export interface KnownDevice {
  readonly deviceId: string;
  /** When it was put out of service; null: it is in service. */
  readonly retiredAt: Instant | null;
  /** Whether somebody else wears it now. */
  readonly wornByOther: boolean;
  /** When it was last heard of, whoever wore it then. */
  readonly lastReceivedAt: Instant | null;
}

/** No wristband; it is somebody else's now; it is out of service; it was never heard of; it is heard of no more. */
export type Lack = 'unbound' | 'given' | 'retired' | 'never' | 'silent';

interface Lacking {
  readonly how: Lack;
  readonly since: Instant;
  readonly deviceId: string;
  readonly lastReceivedAt: Instant | null;
}

/**
 * A device order is in force and nobody is watched by it: no wristband, or one that does not work for this supervisee. That
 * nobody drops out of supervision unseen is asked of the rows again and again, whatever other alerts said or who closed
 * them. Of the alerts on file of this kind and supervisee; everything here is time of receipt.
 */
export function orderUncovered(
  world: World,
  device: KnownDevice | null,
  onFile: readonly AlertOnFile[],
  now: Instant,
): Episode[] {
  const order = orderInForce(world, now);
  const filed = onFile.find(isGoingOn);
  if (order === undefined) return filed ? [ended(world, filed, now)] : [];
  const { version, policy } = policyOf(world, KIND, now);
  const lacking = lackOf(world, order, device, policy, now);
  if (lacking === undefined) return filed ? [covered(world, filed, device, now)] : [];
  const deadline = after(lacking.since, seconds(limitOf(policy, lacking.how)));
  const versions = { rule: VERSION, policy: version, order: order.id };
  const said = { deviceId: lacking.deviceId, lastAt: now, versions, facts: factsOf(lacking, order) };
  if (filed === undefined) {
    if (deadline > now) return [];
    return [found(KIND, world, { ...said, startedAt: lacking.since, confirmedAt: deadline })];
  }
  if (filed.resolvedAt !== null) return again(world, filed, filed.resolvedAt, said, policy, now);
  if (filed.facts['how'] === lacking.how) return [];
  const facts = { ...said.facts, since: filed.facts['since'] ?? isoInShanghai(filed.startedAt) };
  return [asFiled(world, filed, { lastAt: now, count: filed.count + 1, facts })];
}

/** Somebody closed it and nothing has changed: after a while it is told anew. */
function again(
  world: World,
  filed: AlertOnFile,
  resolvedAt: Instant,
  said: Pick<Episode, 'deviceId' | 'lastAt' | 'versions' | 'facts'>,
  policy: Policy<typeof KIND>,
  now: Instant,
): Episode[] {
  const due = after(resolvedAt, seconds(policy.againSeconds));
  if (due > now) return [];
  const since = filed.facts['since'] ?? isoInShanghai(filed.startedAt);
  return [
    asFiled(world, filed, { ended: { at: resolvedAt, reason: 'raised-anew' } }),
    found(KIND, world, { ...said, facts: { ...said.facts, since }, startedAt: resolvedAt, confirmedAt: due }),
  ];
}

function lackOf(
  world: World,
  order: DeviceOrder,
  device: KnownDevice | null,
  policy: Policy<typeof KIND>,
  now: Instant,
): Lacking | undefined {
  const ordered = coveredFrom(world.orders, order);
  const binding = world.bindings.find((one) => holdsAt(one, now));
  if (binding === undefined) return unbound(world, ordered, device, now);
  const { deviceId } = binding;
  const from = later(ordered, binding.from);
  const known = device?.deviceId === deviceId ? device : null;
  const heardAt = known?.lastReceivedAt ?? null;
  const lacking = { deviceId, lastReceivedAt: heardAt };
  if (known !== null && known.retiredAt !== null) {
    return { ...lacking, how: 'retired', since: later(from, known.retiredAt) };
  }
  if (heardAt === null || heardAt < from) return { ...lacking, how: 'never', since: from };
  if (after(heardAt, seconds(policy.silentSeconds)) > now) return undefined;
  return { ...lacking, how: 'silent', since: heardAt };
}

function unbound(world: World, ordered: Instant, device: KnownDevice | null, now: Instant): Lacking {
  const last = world.bindings
    .filter(({ to }) => to !== null && to <= now)
    .map(({ to }) => to ?? now)
    .reduce<Instant>(later, ordered);
  const how = device?.wornByOther === true ? 'given' : device?.retiredAt == null ? 'unbound' : 'retired';
  return { how, since: last, deviceId: '', lastReceivedAt: device?.lastReceivedAt ?? null };
}

const limitOf = (policy: Policy<typeof KIND>, how: Lack): number =>
  ({
    unbound: policy.unboundSeconds,
    given: policy.unboundSeconds,
    retired: policy.unboundSeconds,
    never: policy.neverSeconds,
    silent: policy.silentSeconds,
  })[how];

/** Whose it is now is not said: it is nobody's business here. When it was last heard of is not told of a wristband that somebody else wears. */
const factsOf = ({ how, since, lastReceivedAt }: Lacking, order: DeviceOrder): Facts => ({
  since: isoInShanghai(since),
  how,
  lastReceivedAt: lastReceivedAt === null || how === 'given' ? null : isoInShanghai(lastReceivedAt),
  order: order.id,
  to: isoInShanghai(order.to),
});

function ended(world: World, filed: AlertOnFile, now: Instant): Episode {
  const at = world.orders
    .filter(({ to }) => to <= now)
    .map(({ to }) => to)
    .reduce<Instant>(later, filed.startedAt);
  return asFiled(world, filed, { ended: { at, reason: 'order-ended' } });
}

const covered = (world: World, filed: AlertOnFile, device: KnownDevice | null, now: Instant): Episode =>
  asFiled(world, filed, {
    ended: { at: later(filed.startedAt, device?.lastReceivedAt ?? now), reason: 'covered' },
  });
