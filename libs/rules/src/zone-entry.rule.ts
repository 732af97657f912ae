import { distanceMetres, wgs84, type Wgs84 } from '#libs/geo';
import { isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { begun, evidenceFix, joined, later, seenAt, type Episode, type EvidenceFix } from './episode.js';
import { certainty, unknownAccuracy } from './fix-judgement.js';
import type { Observation } from './observation.js';
import { probabilityInside } from './outside-probability.js';
import { policyOf, versionsAt, type Policy } from './policy.js';
import { defineRule, type Step } from './rule.js';
import { compiledArea, exclusionsAt, isNear, type World, type ZoneVersion } from './world.js';

/** A believable fix: what the next one is looked at from. */
interface Before {
  readonly at: Instant;
  readonly lat: number;
  readonly lon: number;
  readonly accuracy: number;
}
/** Fixes inside before there are enough of them. */
interface Entering {
  readonly from: Instant;
  readonly lastAt: Instant;
  readonly count: number;
  readonly receivedBy: Instant;
  /** That each is outside all the same: the least, and the next one. */
  readonly least: readonly [number, number];
  /** Milliseconds in which every fix was inside. */
  readonly lasted: number;
  readonly fixes: readonly EvidenceFix[];
}
interface State {
  readonly before: Before | null;
  readonly entering: Entering | null;
  readonly episode: Episode | null;
  readonly away: { readonly from: Instant; readonly count: number } | null;
}
const START: State = { before: null, entering: null, episode: null, away: null };
const VERSION = 2;
/** Of a hole between two fixes no more counts as time inside: nobody saw it. */
const MOST_OF_A_HOLE = seconds(300);

/** A fix and the forbidden area it is deepest in, or nearest to. */
interface Sight {
  readonly seen: Observation;
  readonly point: Wgs84;
  readonly accuracy: number;
  readonly policy: Policy<'zone.entry'>;
  /** What is known of receivers' errors. */
  readonly errors: Policy<'zone.exit'>;
  readonly zone: ZoneVersion;
  /** Positive inside. */
  readonly depth: number;
}

/**
 * Inside an area that somebody must not enter (禁止令), beyond doubt: at once by one fix so deep inside that no error of a
 * receiver explains it, by several where they would all have to be wrong; and by the straight way between two fixes that are outside, when nobody could have gone round.
 */
export const zoneEntry = defineRule<'zone.entry', State>({
  kind: 'zone.entry',
  version: VERSION,
  about: 'supervisee',
  asks: ['areas', 'zone.exit'],
  start: START,
  concerns: (_, world) => world.exclusions.length > 0,
  step(state, seen, world) {
    const { lat, lon } = seen;
    const zones = exclusionsAt(world, seenAt(seen));
    if (lat === null || lon === null || seen.clockOffset !== null) return { state };
    if (zones.length === 0 && state.episode === null) return state.before === null ? { state } : { state: START };
    const { policy } = policyOf(world, 'zone.entry', seenAt(seen));
    const { policy: errors } = policyOf(world, 'zone.exit', seenAt(seen));
    const accuracy = seen.accuracy ?? unknownAccuracy(seen.source, errors);
    const fix = { seen, point: wgs84(lat, lon), accuracy, policy, errors };
    if (accuracy > policy.maxAccuracyMetres)
      return { state: withDoubtful(state, evidenceFix(seen, false, 'accuracy')) };
    return judged(state, fix, zones, world);
  },
  open: (state) => state.episode ?? undefined,
});

function judged(
  state: State,
  fix: Omit<Sight, 'zone' | 'depth'>,
  zones: readonly ZoneVersion[],
  world: World,
): Step<State> {
  const { seen, point, accuracy, policy } = fix;
  const before: Before = { at: seenAt(seen), lat: point.lat, lon: point.lon, accuracy };
  const deepest = deepestOf(zones, point);
  const sight = deepest === undefined ? undefined : { ...fix, ...deepest };
  if (sight === undefined || sight.depth < -policy.sigma * accuracy) {
    const crossed = state.episode === null && state.entering === null ? wayThrough(state, fix, zones) : undefined;
    if (crossed !== undefined) return { state: { ...START, before }, episode: passed(crossed, world) };
    return outside({ ...state, before }, fix);
  }
  if (sight.depth < 0)
    return { state: { ...withDoubtful(state, evidenceFix(seen, false, 'border')), before, away: null } };
  return inside({ ...state, before, away: null }, sight, world);
}

function inside(state: State, sight: Sight, world: World): Step<State> {
  const { seen, depth, policy } = sight;
  const at = seenAt(seen);
  const outside = outsideAllTheSame(sight);
  const fix = { ...evidenceFix(seen, true, 'inside-forbidden', -depth), probability: certainty(outside) };
  if (state.episode !== null) {
    const { episode } = state;
    const count = episode.count + 1;
    const metres = Math.max(Number(episode.facts['metres']), Math.round(depth));
    const probability = Math.max(Number(episode.facts['probability']), certainty(outside));
    const facts = { ...episode.facts, metres, probability, fixes: count };
    const next = { ...episode, count, lastAt: at, facts, fixes: joined(episode.fixes, fix) };
    return { state: { ...state, episode: next }, episode: next };
  }
  const entering = deeper(state.entering, sight, outside, fix);
  const probable =
    outside <= 1 - policy.probabilityAlone ? outside : entering.count < policy.minFixes ? 1 : left(entering, sight);
  const sure = outside <= 1 - policy.probabilityAlone || probable <= 1 - policy.probability;
  if (!sure) return { state: { ...state, entering } };
  const episode = opened(sight, world, entering, probable);
  return { state: { ...state, entering: null, episode }, episode };
}

/** A receiver's errors that it does not know of are taken for as large as they get: what must not be entered is small. */
const outsideAllTheSame = ({ depth, accuracy, errors }: Omit<Sight, 'zone'>): number =>
  probabilityInside(depth, { accuracy, drift: errors.driftMetresMost, driftShare: errors.driftShare });

function deeper(state: Entering | null, { seen }: Sight, outside: number, fix: EvidenceFix): Entering {
  const at = seenAt(seen);
  const [least, next] = state?.least ?? [1, 1];
  return {
    from: state?.from ?? at,
    lastAt: at,
    count: (state?.count ?? 0) + 1,
    receivedBy: later(state?.receivedBy ?? seen.receivedAt, seen.receivedAt),
    least: outside < least ? [outside, least] : [least, Math.min(next, outside)],
    lasted: state === null ? 0 : state.lasted + Math.min(MOST_OF_A_HOLE, since(state.lastAt, at)),
    fixes: joined(state?.fixes ?? [], fix),
  };
}

/** What doubt is left by fixes that share their error: the second best counts, and for how long it would have lasted. */
const left = ({ least, lasted }: Entering, { policy, errors }: Sight): number =>
  least[policy.minFixes > 1 ? 1 : 0] * Math.exp(-lasted / seconds(errors.correlationSeconds));

function opened(
  { seen, zone, depth, accuracy }: Sight,
  world: World,
  entering: Pick<Entering, 'from' | 'receivedBy' | 'count' | 'fixes'>,
  doubt: number,
): Episode {
  return begun('zone.entry', seen, {
    startedAt: entering.from,
    receivedBy: entering.receivedBy,
    count: entering.count,
    facts: {
      zone: zone.name,
      zoneId: zone.id,
      since: isoInShanghai(entering.from),
      metres: Math.round(depth),
      accuracy: Math.round(accuracy),
      probability: certainty(doubt),
      fixes: entering.count,
    },
    fixes: entering.fixes,
    zone: { id: zone.id, version: zone.version, name: zone.name, kind: zone.kind },
    versions: { ...versionsAt(world, 'zone.entry', VERSION, seenAt(seen)), zone: zone.version },
  });
}

/** Gone again: the first of enough fixes outside beyond their error says when. */
function outside(state: State, { seen, policy }: Omit<Sight, 'zone' | 'depth'>): Step<State> {
  if (state.episode === null) return { state: { ...state, entering: null } };
  const away = { from: state.away?.from ?? seenAt(seen), count: (state.away?.count ?? 0) + 1 };
  const episode = { ...state.episode, fixes: joined(state.episode.fixes, evidenceFix(seen, true, 'outside')) };
  if (away.count < policy.leaveFixes) return { state: { ...state, episode, away } };
  return {
    state: { ...START, before: state.before },
    episode: { ...episode, ended: { at: away.from, reason: 'left' } },
  };
}

function withDoubtful(state: State, fix: EvidenceFix): State {
  if (state.episode !== null) {
    return { ...state, episode: { ...state.episode, fixes: joined(state.episode.fixes, fix) } };
  }
  return state.entering === null
    ? state
    : { ...state, entering: { ...state.entering, fixes: joined(state.entering.fixes, fix) } };
}

function deepestOf(zones: readonly ZoneVersion[], point: Wgs84): { zone: ZoneVersion; depth: number } | undefined {
  let best: { zone: ZoneVersion; depth: number } | undefined;
  for (const zone of zones) {
    if (!isNear(zone, point)) continue;
    const depth = zone.buffer - compiledArea(zone).metresToBorder(point);
    if (best === undefined || depth > best.depth) best = { zone, depth };
  }
  return best;
}

/** Metres between two looks along the way from fix to fix. */
const STEP_METRES = 25;
const MOST_STEPS = 400;

/** The deepest point of the straight way from the fix before, if that is through an area beyond the fixes' errors. */
function wayThrough(
  { before }: State,
  fix: Omit<Sight, 'zone' | 'depth'>,
  zones: readonly ZoneVersion[],
): (Sight & { readonly before: Before }) | undefined {
  const { seen, point, accuracy, policy } = fix;
  if (before === null) return undefined;
  const from = wgs84(before.lat, before.lon);
  const [metres, took] = [distanceMetres(from, point), since(before.at, seenAt(seen))];
  const slow = metres > policy.maxMetresPerSecond * (took / 1_000);
  if (took <= 0 || took > seconds(policy.crossingSeconds) || slow || metres < STEP_METRES) return undefined;
  const steps = Math.min(MOST_STEPS, Math.ceil(metres / STEP_METRES));
  let best: { zone: ZoneVersion; depth: number } | undefined;
  for (let step = 1; step < steps; step += 1) {
    const part = step / steps;
    const at = wgs84(from.lat + (point.lat - from.lat) * part, from.lon + (point.lon - from.lon) * part);
    const found = deepestOf(zones, at);
    if (found !== undefined && (best === undefined || found.depth > best.depth)) best = found;
  }
  const doubt = policy.sigma * Math.max(accuracy, before.accuracy);
  return best !== undefined && best.depth > doubt ? { ...fix, ...best, before } : undefined;
}

/** Through it and out again between two fixes: it has happened and is over. */
function passed(sight: Sight & { readonly before: Before }, world: World): Episode {
  const { seen, before } = sight;
  const at = seenAt(seen);
  const entering = {
    from: before.at,
    count: 1,
    receivedBy: seen.receivedAt,
    fixes: [evidenceFix(seen, true, 'crossed')],
  };
  const episode = opened(sight, world, entering, outsideAllTheSame(sight));
  return { ...episode, facts: { ...episode.facts, way: 'crossed' }, ended: { at, reason: 'passed' } };
}
