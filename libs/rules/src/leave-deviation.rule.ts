import { isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { begun, joined, later, seenAt, type Episode, type EvidenceFix } from './episode.js';
import { unknownAccuracy } from './fix-judgement.js';
import { beyondLeave, type Beyond } from './leave.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt, type Policy } from './policy.js';
import { defineRule, dueAfter, type Step } from './rule.js';
import { holding, type World } from './world.js';

/** Fixes elsewhere, before there are enough of them. */
interface Straying {
  readonly leave: string;
  readonly from: Instant;
  readonly count: number;
  readonly receivedBy: Instant;
  readonly metres: number;
  readonly fixes: readonly EvidenceFix[];
}
interface State {
  readonly straying: Straying | null;
  readonly episode: Episode | null;
  readonly back: { readonly from: Instant; readonly count: number } | null;
}

const START: State = { straying: null, episode: null, back: null };
const VERSION = 1;

/** On approved leave (外出) but elsewhere: neither at home, nor in the place of the leave, nor on the way. */
export const leaveDeviation = defineRule<'leave.deviation', State>({
  kind: 'leave.deviation',
  version: VERSION,
  about: 'supervisee',
  asks: ['areas', 'zone.exit'],
  start: START,
  concerns: (_, world) => world.leaves.length > 0,
  step(state, seen, world) {
    const at = seenAt(seen);
    if (holding(world.leaves, at).length === 0) return over(state, at);
    const { policy } = policyOf(world, 'leave.deviation', at);
    const { lat, lon } = seen;
    const error = errorOf(seen, world, policy);
    const beyond = lat === null || lon === null || error === undefined ? undefined : beyondLeave(world, at, lat, lon);
    if (beyond === undefined || lat === null || lon === null || error === undefined) return { state };
    // Its error counts twice: the distance is the sum of two.
    const outside = beyond.metres > 2 * policy.sigma * error;
    const fix = evidenceOf(seen, lat, lon, beyond, outside);
    if (beyond.metres > 0 && !outside) return { state };
    return outside ? strayed(state, seen, beyond, fix, policy, world) : returned(state, at, fix, policy);
  },
  open: (state) => state.episode ?? undefined,
  byItself: {
    wakesAt: ({ episode }, from, world) => (episode === null ? null : dueAfter(endOfLeave(world, from), from)),
    wake: (state, at, world) => (holding(world.leaves, at).length === 0 ? over(state, at) : { state }),
  },
});

/** When leave that holds at a time holds no longer. */
const endOfLeave = (world: World, at: Instant): Instant | null =>
  holding(world.leaves, at).reduce<Instant | null>(
    (soonest, { to }) => (soonest === null || to < soonest ? to : soonest),
    null,
  );

function over(state: State, at: Instant): Step<State> {
  if (state.episode === null) return { state: state.straying === null ? state : START };
  return { state: START, episode: { ...state.episode, ended: { at, reason: 'leave-over' } } };
}

function errorOf(seen: Observation, world: World, policy: Policy<'leave.deviation'>): number | undefined {
  if (seen.clockOffset !== null) return undefined;
  const error = seen.accuracy ?? unknownAccuracy(seen.source, policyOf(world, 'zone.exit', seenAt(seen)).policy);
  return error > policy.maxAccuracyMetres ? undefined : error;
}

function strayed(
  state: State,
  seen: Observation,
  { leave, metres }: Beyond,
  fix: EvidenceFix,
  policy: Policy<'leave.deviation'>,
  world: World,
): Step<State> {
  const at = seenAt(seen);
  const { episode } = state;
  if (episode !== null) {
    const farthest = Math.max(Number(episode.facts['metres']), Math.round(metres));
    const count = episode.count + 1;
    const facts = { ...episode.facts, metres: farthest, fixes: count };
    const next = { ...episode, facts, count, lastAt: at, fixes: joined(episode.fixes, fix) };
    return { state: { straying: null, episode: next, back: null }, episode: next };
  }
  const before = state.straying?.leave === leave.id ? state.straying : null;
  const straying: Straying = {
    leave: leave.id,
    from: before?.from ?? at,
    count: (before?.count ?? 0) + 1,
    receivedBy: later(before?.receivedBy ?? seen.receivedAt, seen.receivedAt),
    metres: Math.max(before?.metres ?? 0, Math.round(metres)),
    fixes: joined(before?.fixes ?? [], fix),
  };
  if (straying.count < policy.minFixes || since(straying.from, at) < seconds(policy.dwellSeconds)) {
    return { state: { ...START, straying } };
  }
  const opened = begun('leave.deviation', seen, {
    startedAt: straying.from,
    receivedBy: straying.receivedBy,
    count: straying.count,
    fixes: straying.fixes,
    facts: {
      since: isoInShanghai(straying.from),
      place: leave.place.name,
      leaveId: leave.id,
      until: isoInShanghai(leave.due),
      metres: straying.metres,
      fixes: straying.count,
    },
    versions: { ...versionsAt(world, 'leave.deviation', VERSION, at), leave: leave.id },
  });
  return { state: { ...START, episode: opened }, episode: opened };
}

function returned(state: State, at: Instant, fix: EvidenceFix, policy: Policy<'leave.deviation'>): Step<State> {
  if (state.episode === null) return { state: state.straying === null ? state : START };
  const episode = { ...state.episode, fixes: joined(state.episode.fixes, fix) };
  const back = { from: state.back?.from ?? at, count: (state.back?.count ?? 0) + 1 };
  if (back.count < policy.returnFixes) return { state: { straying: null, episode, back } };
  return { state: START, episode: { ...episode, ended: { at: back.from, reason: 'returned' } } };
}

const evidenceOf = (
  seen: Observation,
  lat: number,
  lon: number,
  { metres }: Beyond,
  outside: boolean,
): EvidenceFix => ({
  at: isoInShanghai(seen.at),
  receivedAt: isoInShanghai(seen.receivedAt),
  lat,
  lon,
  accuracy: seen.accuracy,
  source: seen.source,
  used: true,
  because: outside ? 'outside' : 'inside',
  metresOutside: Math.round(metres),
});
