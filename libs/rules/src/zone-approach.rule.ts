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
  readonly episode: Episode | null;
  readonly away: { readonly from: Instant; readonly count: number } | null;
}
const START: State = { before: null, episode: null, away: null };
const VERSION = 1;

/** A fix, and the forbidden area it is nearest to. */
interface Sight {
  readonly seen: Observation;
  readonly accuracy: number;
  readonly policy: Policy<'zone.approach'>;
  readonly nearest: { readonly zone: ZoneVersion; readonly metres: number } | undefined;
}

/**
 * On the way to an area that must not be entered: near its border, counting its buffer, and nearer by more than the errors
 * than a few minutes ago. Who lives near it and stays is not on the way to it.
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
    if (zones.length === 0 && state === START) return { state };
    const { policy } = policyOf(world, 'zone.approach', at);
    const accuracy = seen.accuracy ?? unknownAccuracy(seen.source, policyOf(world, 'zone.exit', at).policy);
    if (accuracy > policy.maxAccuracyMetres) return { state };
    const sight = { seen, accuracy, policy, nearest: nearestOf(zones, lat, lon) };
    return state.episode === null ? comingNear(state, sight, world) : near(state, state.episode, sight);
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
  if (metres <= 0 || metres > policy.withinMetres || !beyondErrors) return { state: { ...START, before } };
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
  return { state: { before, episode, away: null }, episode };
}

function farthestLately(known: Before | null, now: Before, policy: Policy<'zone.approach'>): Before {
  if (known === null || known.zoneId !== now.zoneId || now.metres >= known.metres) return now;
  return since(known.at, now.at) > seconds(policy.windowSeconds) ? now : known;
}

function near(state: State, episode: Episode, { seen, accuracy, policy, nearest }: Sight): Step<State> {
  const at = seenAt(seen);
  if (nearest !== undefined && nearest.metres < -policy.sigma * accuracy) {
    return over(joinedTo(episode, seen, 'inside-forbidden', nearest.metres), { at, reason: 'entered' });
  }
  if (nearest === undefined || nearest.metres > policy.withinMetres + policy.sigma * accuracy) {
    const away = { from: state.away?.from ?? at, count: (state.away?.count ?? 0) + 1 };
    const next = joinedTo(episode, seen, 'outside', nearest?.metres ?? 0);
    if (away.count < policy.leaveFixes) return { state: { ...state, episode: next, away } };
    return over(next, { at: away.from, reason: 'turned-away' });
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

const over = (episode: Episode, ended: End): Step<State> => ({ state: START, episode: { ...episode, ended } });

const joinedTo = (episode: Episode, seen: Observation, because: string, metres: number): Episode => ({
  ...episode,
  fixes: joined(episode.fixes, evidenceFix(seen, true, because, metres)),
});
