import { wgs84 } from '#libs/geo';
import { after, isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { demandedAt, type Demanded } from './demand.js';
import { joined, later, seenAt, type Episode, type EvidenceFix } from './episode.js';
import { unknownAccuracy } from './fix-judgement.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt, type Policy } from './policy.js';
import { defineRule, dueAfter, type Step } from './rule.js';
import { compiledArea, type World, type ZoneVersion } from './world.js';

/** As much of a fix as is needed to judge it again by another area. */
type Fix = Pick<Observation, 'deviceId' | 'lat' | 'lon' | 'accuracy' | 'source'> & {
  readonly at: Instant;
  readonly saidAt: Instant;
  readonly receivedAt: Instant;
  readonly error: number;
};
/** Fixes outside, with none inside since the first of them. */
interface Run {
  readonly from: Instant;
  readonly lastAt: Instant;
  readonly count: number;
  readonly receivedBy: Instant;
  readonly metres: number;
  readonly fixes: readonly EvidenceFix[];
}
interface State {
  /** The areas for which `run` was counted. */
  readonly areas: string;
  /** The newest that could be believed. */
  readonly recent: readonly Fix[];
  readonly run: Run | null;
  readonly episode: Episode | null;
  readonly back: { readonly from: Instant; readonly count: number } | null;
}

const START: State = { areas: '', recent: [], run: null, episode: null, back: null };
const VERSION = 2;
const RECENT = 4;

/**
 * Not inside an area at a time at which its schedule demands it (宵禁, 定时到场): judged at the edge of the schedule by
 * where somebody was last known to be, and by every fix from then on. It ends with a return, or with the time for which
 * it was demanded.
 */
export const zoneAbsent = defineRule<'zone.absent', State>({
  kind: 'zone.absent',
  version: VERSION,
  about: 'supervisee',
  asks: ['areas', 'zone.exit'],
  start: START,
  concerns: (_, world) => hasTimes(world),
  step(state, seen, world) {
    if (!hasTimes(world)) return { state };
    const at = seenAt(seen);
    const demanded = demandedAt(world, at);
    const over = endedByTime(state, at, demanded);
    const { policy } = policyOf(world, 'zone.absent', at);
    const fix = believable(seen, world, policy);
    const known = forAreas(over?.state ?? state, demanded, policy);
    const next = fix === undefined ? { state: known } : withFix(known, fix, demanded, policy);
    return over ? { ...over, state: next.state } : settled(next, at, demanded, world);
  },
  open: (state) => state.episode ?? undefined,
  byItself: {
    wakesAt(state, from, world) {
      const last = state.recent.at(-1);
      if (last === undefined || !hasTimes(world)) return null;
      const { zones, until } = demandedAt(world, from);
      const { policy } = policyOf(world, 'zone.absent', from);
      const sure = zones.length > 0 && state.episode === null && enough(state.run, policy);
      const due = sure && state.run ? dueAfter(after(state.run.from, seconds(policy.dwellSeconds)), from) : null;
      if (due !== null && (until === null || due < until)) return due;
      // Nothing more is found by where somebody was too long ago.
      const known = until !== null && since(last.at, until) <= seconds(policy.maxAgeSeconds);
      return known || state.episode !== null ? until : null;
    },
    wake(state, at, world) {
      const demanded = demandedAt(world, at);
      const { policy } = policyOf(world, 'zone.absent', at);
      return (
        endedByTime(state, at, demanded) ?? settled({ state: forAreas(state, demanded, policy) }, at, demanded, world)
      );
    },
  },
});

const timed = new WeakMap<World, boolean>();
function hasTimes(world: World): boolean {
  const found = timed.get(world) ?? world.zones.some((zone) => zone.schedule !== null);
  timed.set(world, found);
  return found;
}

function endedByTime(state: State, at: Instant, { zones }: Demanded): Step<State> | undefined {
  if (state.episode === null || zones.length > 0) return undefined;
  const episode: Episode = { ...state.episode, ended: { at, reason: 'schedule-ended' } };
  return { state: { ...state, episode: null, back: null }, episode };
}

function believable(seen: Observation, world: World, policy: Policy<'zone.absent'>): Fix | undefined {
  const { deviceId, lat, lon, accuracy, source, clockOffset, receivedAt } = seen;
  if (lat === null || lon === null || clockOffset !== null) return undefined;
  const error = accuracy ?? unknownAccuracy(source, policyOf(world, 'zone.exit', seenAt(seen)).policy);
  if (error > policy.maxAccuracyMetres) return undefined;
  return { deviceId, lat, lon, accuracy, source, receivedAt, error, at: seenAt(seen), saidAt: seen.at };
}

/** Counted anew when other areas matter: from the newest fixes that are known. */
function forAreas(state: State, { ahead }: Demanded, policy: Policy<'zone.absent'>): State {
  const areas = ahead.map(({ id, version }) => `${id}@${version}`).join(' ');
  if (areas === state.areas) return state;
  const run = state.recent.reduce<Run | null>((run, fix) => {
    const found = judge(fix, ahead, policy);
    return found.verdict === 'inside' ? null : found.verdict === 'outside' ? longer(run, fix, found.metres) : run;
  }, null);
  return { ...state, areas, run, back: null };
}

type Verdict = 'inside' | 'outside' | 'doubtful';

/** Inside by the fix itself; outside only beyond its error: whoever may be inside is not absent. */
function judge(
  fix: Fix,
  zones: readonly ZoneVersion[],
  policy: Policy<'zone.absent'>,
): { verdict: Verdict; metres: number } {
  const metres = metresTo(fix, zones);
  if (metres <= 0) return { verdict: 'inside', metres };
  return { verdict: metres > policy.sigma * fix.error && zones.length > 0 ? 'outside' : 'doubtful', metres };
}

const metresTo = ({ lat, lon }: Fix, zones: readonly ZoneVersion[]): number => {
  const point = wgs84(lat ?? 0, lon ?? 0);
  return Math.min(...zones.map((zone) => compiledArea(zone).metresToBorder(point) - zone.buffer));
};

function withFix(state: State, fix: Fix, { ahead }: Demanded, policy: Policy<'zone.absent'>): Step<State> {
  const { verdict, metres } = judge(fix, ahead, policy);
  const recent = [...state.recent, fix].slice(-RECENT);
  const fixes = state.episode ? joined(state.episode.fixes, evidenceOf(fix, verdict, metres)) : [];
  const episode = state.episode && { ...state.episode, fixes };
  if (verdict === 'doubtful') return { state: { ...state, recent, episode } };
  if (verdict === 'outside') {
    const run = longer(state.run, fix, metres);
    if (episode === null) return { state: { ...state, recent, run, back: null } };
    const next = {
      ...episode,
      count: episode.count + 1,
      lastAt: later(episode.lastAt, fix.at),
      facts: { ...episode.facts, ...factsOf(run) },
    };
    return { state: { ...state, recent, run, back: null, episode: next }, episode: next };
  }
  if (episode === null) return { state: { ...state, recent, run: null } };
  const back = { from: state.back?.from ?? fix.at, count: (state.back?.count ?? 0) + 1 };
  if (back.count < policy.returnFixes) return { state: { ...state, recent, episode, back } };
  const over: Episode = { ...episode, ended: { at: back.from, reason: 'returned' } };
  return { state: { ...state, recent, run: null, episode: null, back: null }, episode: over };
}

const longer = (run: Run | null, fix: Fix, metres: number): Run => ({
  from: run?.from ?? fix.at,
  lastAt: fix.at,
  count: (run?.count ?? 0) + 1,
  receivedBy: later(run?.receivedBy ?? fix.receivedAt, fix.receivedAt),
  metres: Math.max(run?.metres ?? 0, Math.round(metres)),
  fixes: joined(run?.fixes ?? [], evidenceOf(fix, 'outside', metres)),
});

const enough = (run: Run | null, policy: Policy<'zone.absent'>): boolean =>
  run !== null && run.count >= policy.minFixes;

/** Opens an episode where it is time to. */
function settled(step: Step<State>, at: Instant, demanded: Demanded, world: World): Step<State> {
  const { state } = step;
  const { run } = state;
  const { policy } = policyOf(world, 'zone.absent', at);
  const last = state.recent.at(-1);
  const [zone] = demanded.zones;
  if (step.episode || state.episode || run === null || last === undefined || zone === undefined) return step;
  if (!enough(run, policy) || since(run.from, at) < seconds(policy.dwellSeconds)) return step;
  // The newest that is sure: one that may be either says nothing of outside.
  if (since(run.lastAt, at) > seconds(policy.maxAgeSeconds)) return step;
  const episode = opened(run, last, zone, at, demanded, world);
  return { state: { ...state, episode, back: null }, episode };
}

function opened(run: Run, last: Fix, zone: ZoneVersion, at: Instant, { window }: Demanded, world: World): Episode {
  const startedAt = later(run.from, window?.from ?? run.from);
  return {
    kind: 'zone.absent',
    superviseeId: world.superviseeId,
    deviceId: last.deviceId,
    startedAt,
    confirmedAt: at,
    receivedBy: run.receivedBy,
    lastAt: later(startedAt, run.lastAt),
    count: run.count,
    ended: null,
    facts: {
      zone: zone.name,
      zoneId: zone.id,
      since: isoInShanghai(startedAt),
      demandedFrom: window && isoInShanghai(window.from),
      demandedTo: window && isoInShanghai(window.to),
      ...factsOf(run),
    },
    fixes: run.fixes,
    zone: { id: zone.id, version: zone.version, name: zone.name, kind: zone.kind },
    records: [],
    versions: { ...versionsAt(world, 'zone.absent', VERSION, at), zone: zone.version },
  };
}

const factsOf = (run: Run) => ({ metres: run.metres, fixes: run.count, lastFixAt: isoInShanghai(run.lastAt) });

const evidenceOf = (fix: Fix, verdict: Verdict, metres: number): EvidenceFix => ({
  at: isoInShanghai(fix.saidAt),
  receivedAt: isoInShanghai(fix.receivedAt),
  lat: fix.lat ?? 0,
  lon: fix.lon ?? 0,
  accuracy: fix.accuracy,
  source: fix.source,
  used: verdict !== 'doubtful',
  because: verdict === 'doubtful' ? 'border' : verdict,
  metresOutside: Math.round(metres),
});
