import { isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { begun, joined, later, type Episode, type EvidenceFix } from './episode.js';
import { fixEvidence, fixOf, isCloseBy, isSamePlace, metresBetween, type KnownFix } from './known-fix.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt, type Policy } from './policy.js';
import { defineRule, type Step } from './rule.js';
import type { World } from './world.js';

/** Ways between fixes that nobody can have made. */
interface Jumping {
  /** Where it was before the first one. */
  readonly origin: KnownFix;
  readonly legs: number;
  readonly lastAt: Instant;
  /** Fixes since the last one that the place before the first cannot explain. */
  readonly there: number;
  readonly receivedBy: Instant;
  readonly metres: number;
  readonly kmh: number;
  readonly fixes: readonly EvidenceFix[];
}
/** The same coordinates to the last digit. */
interface Frozen {
  readonly from: KnownFix;
  readonly count: number;
  readonly moving: number;
  readonly fewest: number;
  readonly most: number;
  readonly receivedBy: Instant;
}
interface State {
  readonly last: KnownFix | null;
  readonly jumping: Jumping | null;
  readonly frozen: Frozen | null;
  readonly episode: Episode | null;
}
type Rules = Policy<'movement.implausible'>;
const VERSION = 1;
/** So many fixes that say that they move are no slip of the receiver, and so many satellites more or less no chance. */
const SURE = 3;

/**
 * Fixes that cannot be believed: faster than anything on wheels, beyond what their accuracy explains, again and again or
 * to a place where they stay; or frozen to the last digit while the receiver says that it moves, or sees other
 * satellites. One outlier and back is what receivers do.
 */
export const movementImplausible = defineRule<'movement.implausible', State>({
  kind: 'movement.implausible',
  version: VERSION,
  about: 'device',
  start: { last: null, jumping: null, frozen: null, episode: null },
  step(state, seen, world) {
    // A cell is a place of its own: a wristband that is handed over jumps by kilometres and stands still.
    const fix = seen.source === 'cell' ? undefined : fixOf(seen);
    if (fix === undefined) return { state };
    if (state.last?.deviceId !== fix.deviceId) return { state: { ...state, last: fix, jumping: null, frozen: null } };
    const { policy } = policyOf(world, 'movement.implausible', fix.at);
    if (radius(fix, policy) > policy.maxAccuracyMetres) return { state };
    const frozen = stillFrozen(state, state.last, fix, seen, policy);
    const leg = legBetween(state.last, fix, policy);
    const next: State = { last: fix, jumping: state.jumping, frozen, episode: state.episode };
    if (state.episode !== null) return goingOn(next, state.episode, fix, leg, policy);
    const jumping = stillJumping(state, state.last, fix, leg, policy);
    if (jumping !== null && (jumping.legs >= policy.jumps || jumping.there >= policy.confirmFixes)) {
      return raised({ ...next, jumping: null }, byJumps(jumping, seen, world));
    }
    if (frozen !== null && isFrozen(frozen, fix, policy)) {
      return raised({ ...next, jumping: null }, byFreezing(frozen, fix, seen, world));
    }
    return { state: jumping === next.jumping ? next : { ...next, jumping } };
  },
  open: (state) => state.episode ?? undefined,
});

const raised = (state: State, episode: Episode): Step<State> => ({ state: { ...state, episode }, episode });

const radius = (fix: KnownFix, policy: Rules): number => fix.accuracy ?? policy.maxAccuracyMetres;

interface Leg {
  readonly metres: number;
  readonly kmh: number;
}

/** The way between two fixes if nobody can have made it; undefined when somebody can. */
function legBetween(from: KnownFix, to: KnownFix, policy: Rules): Leg | undefined {
  if (isCloseBy(from, to, policy.minMetres)) return undefined;
  const metres = metresBetween(from, to);
  const beyond = metres - policy.sigma * (radius(from, policy) + radius(to, policy));
  const length = Math.max(1, since(from.at, to.at) / 1_000);
  if (metres < policy.minMetres || beyond / length <= policy.maxMetresPerSecond) return undefined;
  return { metres: Math.round(metres), kmh: Math.round((beyond / length) * 3.6) };
}

function stillJumping(
  { jumping }: State,
  last: KnownFix,
  fix: KnownFix,
  leg: Leg | undefined,
  policy: Rules,
): Jumping | null {
  const known = jumping !== null && since(jumping.lastAt, fix.at) <= seconds(policy.windowSeconds) ? jumping : null;
  if (leg !== undefined) {
    return {
      origin: known?.origin ?? last,
      legs: (known?.legs ?? 0) + 1,
      lastAt: fix.at,
      there: 0,
      receivedBy: later(known?.receivedBy ?? last.receivedAt, fix.receivedAt),
      metres: Math.max(known?.metres ?? 0, leg.metres),
      kmh: Math.max(known?.kmh ?? 0, leg.kmh),
      fixes: joined(known?.fixes ?? [fixEvidence(last, 'before')], fixEvidence(fix, 'jump')),
    };
  }
  if (known === null) return null;
  const away = legBetween(known.origin, fix, policy) !== undefined;
  return { ...known, there: away ? known.there + 1 : 0, receivedBy: later(known.receivedBy, fix.receivedAt) };
}

/** Wi-Fi and beacons are where they are: only what satellites say can freeze. */
function stillFrozen(
  { frozen }: State,
  last: KnownFix,
  fix: KnownFix,
  seen: Observation,
  policy: Rules,
): Frozen | null {
  if (fix.source !== 'gnss' || last.source !== 'gnss' || !isSamePlace(last, fix)) return null;
  const satellites = seen.satellites ?? frozen?.most ?? 0;
  return {
    from: frozen?.from ?? last,
    count: (frozen?.count ?? 1) + 1,
    moving: (frozen?.moving ?? 0) + (seen.speed !== null && seen.speed >= policy.movingMetresPerSecond ? 1 : 0),
    fewest: Math.min(frozen?.fewest ?? satellites, satellites),
    most: Math.max(frozen?.most ?? satellites, satellites),
    receivedBy: later(frozen?.receivedBy ?? last.receivedAt, fix.receivedAt),
  };
}

function isFrozen({ from, count, moving, fewest, most }: Frozen, fix: KnownFix, policy: Rules): boolean {
  const length = since(from.at, fix.at);
  if (count < policy.frozenFixes || length < seconds(policy.frozenSeconds)) return false;
  return moving >= SURE || (most - fewest >= SURE && length >= seconds(policy.stillSeconds));
}

const byJumps = (jumping: Jumping, seen: Observation, world: World): Episode =>
  begun('movement.implausible', seen, {
    startedAt: jumping.origin.at,
    receivedBy: jumping.receivedBy,
    lastAt: jumping.lastAt,
    count: jumping.legs,
    facts: {
      since: isoInShanghai(jumping.origin.at),
      why: 'jump',
      times: jumping.legs,
      metres: jumping.metres,
      kmh: jumping.kmh,
    },
    fixes: jumping.fixes,
    versions: versionsAt(world, 'movement.implausible', VERSION, seen.at),
  });

const byFreezing = (frozen: Frozen, fix: KnownFix, seen: Observation, world: World): Episode =>
  begun('movement.implausible', seen, {
    startedAt: frozen.from.at,
    receivedBy: frozen.receivedBy,
    count: frozen.count,
    facts: {
      since: isoInShanghai(frozen.from.at),
      why: 'frozen',
      times: frozen.count,
      fewest: frozen.fewest,
      most: frozen.most,
      moving: frozen.moving,
    },
    fixes: [fixEvidence(frozen.from, 'frozen'), fixEvidence(fix, 'frozen')],
    versions: versionsAt(world, 'movement.implausible', VERSION, seen.at),
  });

function goingOn(state: State, episode: Episode, fix: KnownFix, leg: Leg | undefined, policy: Rules): Step<State> {
  if (episode.facts['why'] === 'frozen') return state.frozen === null ? plausible(state, episode, fix) : { state };
  if (leg !== undefined) {
    const times = episode.count + 1;
    const next: Episode = {
      ...episode,
      count: times,
      lastAt: fix.at,
      facts: {
        ...episode.facts,
        times,
        metres: Math.max(Number(episode.facts['metres']), leg.metres),
        kmh: Math.max(Number(episode.facts['kmh']), leg.kmh),
      },
      fixes: joined(episode.fixes, fixEvidence(fix, 'jump')),
    };
    return raised(state, next);
  }
  return since(episode.lastAt, fix.at) >= seconds(policy.calmSeconds) ? plausible(state, episode, fix) : { state };
}

const plausible = (state: State, episode: Episode, fix: KnownFix): Step<State> => ({
  state: { ...state, episode: null },
  episode: { ...episode, ended: { at: fix.at, reason: 'plausible' } },
});
