import { wgs84 } from '#libs/geo';
import { isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { begun, evidenceFix, joined, seenAt, type End, type Episode } from './episode.js';
import { unknownAccuracy } from './fix-judgement.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt, type Policy } from './policy.js';
import { defineRule, type Step } from './rule.js';
import { compiledArea, exclusionsAt, isNear, type World, type ZoneVersion } from './world.js';

/** The farthest that somebody was from an area lately: what he is nearer than now. */
interface Before {
  readonly zoneId: string;
  readonly at: Instant;
  readonly metres: number;
  readonly accuracy: number;
}
interface State {
  readonly before: Before | null;
  /** It was told, and whoever it is about has not been away from there since. */
  readonly told: boolean;
  readonly episode: Episode | null;
  readonly away: { readonly from: Instant; readonly count: number } | null;
}
const START: State = { before: null, told: false, episode: null, away: null };
const TOLD: State = { ...START, told: true };
const VERSION = 2;

/** A fix, and the forbidden area it is nearest to. */
interface Sight {
  readonly seen: Observation;
  readonly accuracy: number;
  readonly policy: Policy<'zone.approach'>;
  readonly nearest: { readonly zone: ZoneVersion; readonly metres: number } | undefined;
}

/**
 * On the way to an area that must not be entered: near its border, counting its buffer, beyond the error, and nearer by more
 * than the errors than a few minutes ago. Who lives near it and stays is not on the way to it; and it is told once, until one
 * has been away.
 */
export const zoneApproach = defineRule<'zone.approach', State>({
  kind: 'zone.approach',
  version: VERSION,
  about: 'supervisee',
  asks: ['areas', 'zone.exit'],
  start: START,
  concerns: (_, world) => world.exclusions.length > 0,
  step(state, seen, world) {
    const { lat, lon } = seen;
    if (lat === null || lon === null || seen.clockOffset !== null) return { state };
    const at = seenAt(seen);
    const zones = exclusionsAt(world, at);
    if (zones.length === 0 && state.episode === null) return { state: START };
    const { policy } = policyOf(world, 'zone.approach', at);
    const accuracy = seen.accuracy ?? unknownAccuracy(seen.source, policyOf(world, 'zone.exit', at).policy);
    if (accuracy > policy.maxAccuracyMetres) return { state };
    const sight = { seen, accuracy, policy, nearest: nearestOf(zones, lat, lon) };
    if (state.episode !== null) return near(state, state.episode, sight);
    const now = state.told ? awayAgain(state, sight) : state;
    return now.told ? { state: now } : comingNear(now, sight, world);
  },
  open: ({ episode }) => episode ?? undefined,
});

function nearestOf(zones: readonly ZoneVersion[], lat: number, lon: number): Sight['nearest'] {
  const point = wgs84(lat, lon);
  let best: Sight['nearest'];
  for (const zone of zones) {
    if (!isNear(zone, point)) continue;
    const metres = compiledArea(zone).metresToBorder(point) - zone.buffer;
    if (best === undefined || metres < best.metres) best = { zone, metres };
  }
  return best;
}

function comingNear(state: State, sight: Sight, world: World): Step<State> {
  const { seen, accuracy, policy, nearest } = sight;
  if (nearest === undefined) return { state: START };
  const { zone, metres } = nearest;
  const now: Before = { zoneId: zone.id, at: seenAt(seen), metres, accuracy };
  const before = farthestLately(state.before, now, policy);
  const closer = before.metres - metres;
  const beyondErrors = closer > Math.max(policy.closingMetres, policy.sigma * (accuracy + before.accuracy));
  const isNearBy = metres > 0 && metres + policy.sigma * accuracy <= policy.withinMetres;
  if (!isNearBy || !beyondErrors) return { state: { ...START, before } };
  const episode = begun('zone.approach', seen, {
    facts: {
      zone: zone.name,
      zoneId: zone.id,
      since: isoInShanghai(now.at),
      metres: Math.round(metres),
      accuracy: Math.round(accuracy),
      closer: Math.round(closer),
      fixes: 1,
    },
    fixes: [evidenceFix(seen, true, 'nearer', metres)],
    zone: { id: zone.id, version: zone.version, name: zone.name, kind: zone.kind },
    versions: { ...versionsAt(world, 'zone.approach', VERSION, now.at), zone: zone.version },
  });
  return { state: { before, told: true, episode, away: null }, episode };
}

function farthestLately(known: Before | null, now: Before, policy: Policy<'zone.approach'>): Before {
  if (known === null || known.zoneId !== now.zoneId || now.metres >= known.metres) return now;
  return since(known.at, now.at) > seconds(policy.windowSeconds) ? now : known;
}

/** As far off as one comes nearer, beyond where it is told: who is there was on the way to somewhere else. */
const isAway = ({ nearest, policy, accuracy }: Sight): boolean =>
  nearest === undefined ||
  nearest.metres > policy.withinMetres + Math.max(policy.closingMetres, policy.sigma * accuracy);

function awayAgain(state: State, sight: Sight): State {
  if (!isAway(sight)) return state.away === null ? state : TOLD;
  const away = { from: state.away?.from ?? seenAt(sight.seen), count: (state.away?.count ?? 0) + 1 };
  return away.count < sight.policy.leaveFixes ? { ...state, away } : START;
}

function near(state: State, episode: Episode, sight: Sight): Step<State> {
  const { seen, accuracy, policy, nearest } = sight;
  const at = seenAt(seen);
  if (nearest !== undefined && nearest.metres < -policy.sigma * accuracy) {
    return over(TOLD, joinedTo(episode, seen, 'inside-forbidden', nearest.metres), { at, reason: 'entered' });
  }
  if (nearest === undefined || isAway(sight)) {
    const away = { from: state.away?.from ?? at, count: (state.away?.count ?? 0) + 1 };
    const next = joinedTo(episode, seen, 'outside', nearest?.metres ?? 0);
    if (away.count < policy.leaveFixes) return { state: { ...state, episode: next, away } };
    return over(START, next, { at: away.from, reason: 'turned-away' });
  }
  const next = joinedTo(episode, seen, 'nearer', nearest.metres);
  const { metres } = nearest;
  if (metres >= Number(episode.facts['metres'])) return { state: { ...state, episode: next, away: null } };
  const count = episode.count + 1;
  const closest = Math.max(0, Math.round(metres));
  const facts = { ...episode.facts, metres: closest, accuracy: Math.round(accuracy), fixes: count };
  const nearer = { ...next, count, lastAt: at, facts };
  return { state: { ...state, episode: nearer, away: null }, episode: nearer };
}

const over = (state: State, episode: Episode, ended: End): Step<State> => ({
  state,
  episode: { ...episode, ended },
});

const joinedTo = (episode: Episode, seen: Observation, because: string, metres: number): Episode => ({
  ...episode,
  fixes: joined(episode.fixes, evidenceFix(seen, true, because, metres)),
});
