import { after, isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import type { contactResults } from '#libs/protocol';
import { later, type Episode } from './episode.js';
import { asFiled, found, isGoingOn, wornAt, type AlertOnFile } from './on-file.js';
import { policyOf, versionsAt, type Policy } from './policy.js';
import type { World } from './world.js';

const VERSION = 1;
const KIND = 'abscondment.suspected';

/** What may come to lost contact when it goes on: silence, an open strap, an exit. */
export type GroundKind = keyof Policy<typeof KIND>['unresolvedSeconds'];

/** An alert that may come to lost contact. */
export interface Ground {
  readonly alertId: string;
  readonly kind: GroundKind;
  readonly startedAt: Instant;
  /** Whether it goes on by itself; one that only an end of order or binding cut off does not, and is not over either. */
  readonly goesOn: boolean;
  /** When it was over, or an officer closed it. */
  readonly overAt: Instant | null;
}

/** An attempt to reach somebody, as an officer wrote it down. */
export interface Attempt {
  readonly at: Instant;
  readonly result: (typeof contactResults)[number];
}

interface Lost {
  readonly ground: Ground;
  /** The attempts that failed, one after the other; the first is since when contact is lost. */
  readonly failed: readonly [Attempt, ...Attempt[]];
  readonly certainAt: Instant;
}

/**
 * Contact is lost (脱管 is suspected, and nothing more): something that has to be explained goes on for too long, and whoever
 * tried to reach the supervisee since has failed often enough. To be reached ends it; so does that nothing of the kind goes
 * on any more. Attempts come in the order of their times.
 */
export function abscondmentSuspected(
  world: World,
  known: { readonly grounds: readonly Ground[]; readonly attempts: readonly Attempt[] },
  onFile: readonly AlertOnFile[],
  now: Instant,
): Episode[] {
  const filed = onFile.find(isGoingOn);
  if (filed !== undefined) {
    const end = endOf(filed, known, now);
    if (end !== undefined) return [asFiled(world, filed, { ended: end })];
    if (filed.resolvedAt === null) return joined(world, filed, known.attempts);
  }
  const answeredAt = [...onFile.flatMap(({ ended, resolvedAt }) => [ended?.at ?? null, resolvedAt])].reduce<number>(
    (last, at) => Math.max(last, at ?? -Infinity),
    -Infinity,
  );
  const { version, policy } = policyOf(world, KIND, now);
  const lost = known.grounds
    .flatMap((ground) => lostBy(ground, known.attempts, answeredAt, policy, now))
    .reduce<Lost | undefined>(
      (first, one) => (first && first.failed[0].at <= one.failed[0].at ? first : one),
      undefined,
    );
  if (lost === undefined) return [];
  const { ground, failed, certainAt } = lost;
  const episode = found(KIND, world, {
    deviceId: wornAt(world, now),
    startedAt: failed[0].at,
    confirmedAt: certainAt,
    lastAt: (failed.at(-1) ?? failed[0]).at,
    count: failed.length,
    facts: {
      since: isoInShanghai(failed[0].at),
      ground: ground.kind,
      alert: ground.alertId,
      groundSince: isoInShanghai(ground.startedAt),
      attempts: failed.length,
    },
    versions: { ...versionsAt(world, KIND, VERSION, now), policy: version },
  });
  if (filed?.resolvedAt == null) return [episode];
  return [asFiled(world, filed, { ended: { at: filed.resolvedAt, reason: 'raised-anew' } }), episode];
}

function lostBy(
  ground: Ground,
  attempts: readonly Attempt[],
  answeredAt: number,
  policy: Policy<typeof KIND>,
  now: Instant,
): Lost[] {
  if (!ground.goesOn || ground.overAt !== null) return [];
  const [first, ...others] = failedSince(attempts, Math.max(ground.startedAt, answeredAt + 1));
  if (first === undefined) return [];
  const apart = seconds(policy.apartSeconds);
  const enough = [first, ...others].find(
    ({ at }, index) => index + 1 >= policy.attempts && since(first.at, at) >= apart,
  );
  if (enough === undefined) return [];
  const certainAt = later(enough.at, after(ground.startedAt, seconds(policy.unresolvedSeconds[ground.kind])));
  return certainAt > now ? [] : [{ ground, failed: [first, ...others], certainAt }];
}

/** Those after the last that was answered. A refusal is an answer, but not one that says that supervision goes on. */
function failedSince(attempts: readonly Attempt[], from: number): readonly Attempt[] {
  const own = attempts.filter(({ at }) => at >= from);
  return own.slice(own.findLastIndex(({ result }) => result === 'reached') + 1);
}

function endOf(
  filed: AlertOnFile,
  { grounds, attempts }: { readonly grounds: readonly Ground[]; readonly attempts: readonly Attempt[] },
  now: Instant,
): Episode['ended'] | undefined {
  const reached = attempts.find(({ at, result }) => at >= filed.startedAt && result === 'reached');
  if (reached !== undefined) return { at: reached.at, reason: 'reached' };
  if (grounds.some(({ overAt }) => overAt === null)) return undefined;
  const last = grounds.reduce<Instant>((at, { overAt }) => later(at, overAt ?? at), filed.startedAt);
  return { at: last <= now ? last : now, reason: 'ground-over' };
}

function joined(world: World, filed: AlertOnFile, attempts: readonly Attempt[]): Episode[] {
  const failed = failedSince(attempts, filed.startedAt);
  const last = failed.at(-1);
  if (last === undefined || failed.length <= filed.count) return [];
  const facts = { ...filed.facts, attempts: failed.length };
  return [asFiled(world, filed, { count: failed.length, lastAt: last.at, facts })];
}
