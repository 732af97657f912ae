import { after, isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { isSignOfLife } from '#libs/protocol';
import { begun, evidenceRecord, joined, later, seenAt, type Episode } from './episode.js';
import { fixEvidence, fixOf, isCloseBy, metresBetween, type KnownFix } from './known-fix.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt, type Policy } from './policy.js';
import { defineRule, dueAfter, type Step } from './rule.js';
import type { World } from './world.js';

/** All sources gone at once. */
interface Lost {
  readonly good: KnownFix;
  readonly from: Instant;
  /** Records of this time could not be sent either. */
  readonly offline: boolean;
  readonly receivedBy: Instant;
}
type Loss = Lost & { readonly to: Instant };
interface State {
  /** The last record, if it was a fix under a clear sky. */
  readonly good: KnownFix | null;
  readonly lost: Lost | null;
  readonly losses: readonly Loss[];
  readonly episode: Episode | null;
}
type Rules = Policy<'jamming.suspected'>;
const VERSION = 1;
/** What was received so long after it was made could not be sent. */
const OFFLINE = seconds(60);
/** With more than this in view nothing is jammed. */
const FEW = 1;

/**
 * At once when a wristband says that it is jammed. And where several times in a day, each time at another place, satellites
 * that were plenty, Wi-Fi, cells and network were gone from one record to the next and for minutes: a garage does that, but
 * it stays where it is.
 */
export const jammingSuspected = defineRule<'jamming.suspected', State>({
  kind: 'jamming.suspected',
  version: VERSION,
  about: 'device',
  start: { good: null, lost: null, losses: [], episode: null },
  step(state, seen, world) {
    if (seen.kind === 'jamming') return said(state, seen, world);
    const fix = fixOf(seen);
    if (fix === undefined) return { state: without(state, seen, world) };
    const { policy } = policyOf(world, 'jamming.suspected', fix.at);
    const clear = fix.source === 'gnss' && (seen.satellites ?? 0) >= policy.minSatellites;
    const { losses, episode } = state;
    const next: State = { good: clear ? fix : null, lost: null, losses, episode };
    const loss = state.lost === null ? undefined : lossUntil(state.lost, fix.at, policy);
    return loss === undefined ? { state: next } : counted(next, loss, seen, world, policy);
  },
  open: (state) => state.episode ?? undefined,
  byItself: {
    wakesAt: ({ episode }, from, world) => (episode === null ? null : dueAfter(quietAt(episode, world), from)),
    wake: (state, at) => ({
      state: { ...state, episode: null },
      ...(state.episode !== null && { episode: { ...state.episode, ended: { at, reason: 'quiet' } } }),
    }),
  },
});

const quietAt = ({ lastAt }: Episode, world: World): Instant =>
  after(lastAt, seconds(policyOf(world, 'jamming.suspected', lastAt).policy.quietSeconds));

function said(state: State, seen: Observation, world: World): Step<State> {
  const { episode } = state;
  const next =
    episode === null
      ? begun('jamming.suspected', seen, {
          facts: { since: isoInShanghai(seenAt(seen)), why: 'reported', times: 1 },
          records: [evidenceRecord(seen)],
          versions: versionsAt(world, 'jamming.suspected', VERSION, seenAt(seen)),
        })
      : {
          ...again(episode, seenAt(seen)),
          facts: { ...episode.facts, why: 'reported', times: episode.count + 1 },
          records: joined(episode.records, evidenceRecord(seen)),
        };
  return { state: { ...state, episode: next }, episode: next };
}

const again = (episode: Episode, at: Instant): Episode => ({
  ...episode,
  count: episode.count + 1,
  lastAt: later(episode.lastAt, at),
  facts: { ...episode.facts, times: episode.count + 1 },
});

/** A record without a position. */
function without(state: State, seen: Observation, world: World): State {
  if (!isSignOfLife(seen) || seen.clockOffset !== null) return state;
  const offline = since(seen.at, seen.receivedAt) > OFFLINE;
  const { lost } = state;
  if (lost !== null) {
    if ((seen.satellites ?? 0) > FEW) return { ...state, lost: null };
    const receivedBy = later(lost.receivedBy, seen.receivedAt);
    const same = receivedBy === lost.receivedBy && (lost.offline || !offline);
    return same ? state : { ...state, lost: { ...lost, offline: lost.offline || offline, receivedBy } };
  }
  const { good } = state;
  if (good === null) return state;
  const { suddenSeconds } = policyOf(world, 'jamming.suspected', seen.at).policy;
  const sudden = (seen.satellites ?? 0) <= FEW && since(good.at, seen.at) <= seconds(suddenSeconds);
  // An event of another kind in between says nothing of satellites.
  if (seen.kind !== 'nofix' && seen.kind !== 'heartbeat') return state;
  return {
    ...state,
    good: null,
    lost: sudden ? { good, from: seen.at, offline, receivedBy: later(good.receivedAt, seen.receivedAt) } : null,
  };
}

const lossUntil = (lost: Lost, to: Instant, policy: Rules): Loss | undefined =>
  lost.offline && since(lost.from, to) >= seconds(policy.lossSeconds) ? { ...lost, to } : undefined;

/** Only what was lost at another place than before counts. */
function counted(state: State, loss: Loss, seen: Observation, world: World, policy: Rules): Step<State> {
  const lately = state.losses.filter((one) => since(one.from, loss.to) <= seconds(policy.windowSeconds));
  if (lately.some((one) => isNear(one.good, loss.good, policy.apartMetres))) {
    return { state: { ...state, losses: lately } };
  }
  const losses = [...lately, loss];
  if (state.episode !== null) {
    const fixes = joined(state.episode.fixes, fixEvidence(loss.good, 'lost'));
    const episode = { ...again(state.episode, loss.to), fixes };
    return { state: { ...state, losses, episode }, episode };
  }
  const [first] = losses;
  if (first === undefined || losses.length < policy.losses) return { state: { ...state, losses } };
  const episode = begun('jamming.suspected', seen, {
    startedAt: first.from,
    receivedBy: losses.reduce((by, one) => later(by, one.receivedBy), seen.receivedAt),
    count: losses.length,
    facts: { since: isoInShanghai(first.from), why: 'loss', times: losses.length },
    fixes: losses.map((one) => fixEvidence(one.good, 'lost')),
    records: [evidenceRecord(seen)],
    versions: versionsAt(world, 'jamming.suspected', VERSION, seen.at),
  });
  return { state: { ...state, losses: [], episode }, episode };
}

const isNear = (a: KnownFix, b: KnownFix, metres: number): boolean =>
  isCloseBy(a, b, metres) || metresBetween(a, b) <= metres;
