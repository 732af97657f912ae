import { wgs84 } from '#libs/geo';
import { after, isoInShanghai, seconds, since, type Instant, type Millis } from '#libs/kernel';
import { isSignOfLife } from '#libs/protocol';
import { evidenceRecord, joined, later, seenAt, type Episode } from './episode.js';
import { fixEvidence, fixOf, type KnownFix } from './known-fix.js';
import { recordOf, type KnownRecord } from './known-record.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt, type Policy } from './policy.js';
import { defineRule, dueAfter, type Step } from './rule.js';
import { areasAt, compiledArea, holdsAt, type World } from './world.js';

interface State {
  /** The last usable one. */
  readonly fix: KnownFix | null;
  readonly heard: KnownRecord | null;
  /** Alive until here without a usable fix is too long; null while it is not alive. */
  readonly deadline: Instant | null;
  /** Whether the place of the last fix has been asked. */
  readonly asked: boolean;
  readonly episode: Episode | null;
}
const VERSION = 1;
/** Not silent: heard within so many of its reporting intervals. */
const INTERVALS = 3;
/** Records closer together than this are of a wristband that is alive, whatever the policy says. */
const SURELY = seconds(60);
const NEVER: State = {
  fix: null,
  heard: null,
  deadline: null,
  asked: false,
  episode: null,
};

/**
 * Alive, and too long without a fix that says where. How long is too long goes by the last usable one: its source (who
 * was indoors is indoors) and its place (far within the area there is more time than near its border). A wristband that
 * was silent begins anew: it needs its time under the sky.
 */
export const deviceNoPosition = defineRule<'device.no_position', State>({
  kind: 'device.no_position',
  version: VERSION,
  about: 'device',
  asks: ['areas'],
  start: NEVER,
  step(state, seen, world) {
    if (!isSignOfLife(seen)) return { state };
    const at = seenAt(seen);
    const heard = recordOf(seen);
    const { policy } = policyOf(world, 'device.no_position', at);
    const fix = usable(seen, policy);
    if (fix === undefined) return { state: { ...state, heard, deadline: deadlineOf(state, at, world, policy) } };
    const next: State = { fix, heard, deadline: after(at, limitOf(fix, policy)), asked: false, episode: null };
    return state.episode === null ? { state: next } : found(next, state.episode, fix, seen);
  },
  open: (state) => state.episode ?? undefined,
  byItself: {
    wakesAt: ({ deadline, episode }, from) => (episode === null ? dueAfter(deadline, from) : null),
    wake(state, at, world) {
      const { policy } = policyOf(world, 'device.no_position', at);
      if (state.heard === null || !isAlive(state, at, world, policy)) return { state: { ...state, deadline: null } };
      const metres = state.fix === null ? undefined : metresWithin(world, state.fix);
      if (state.fix !== null && !state.asked && metres !== undefined && metres >= policy.safeMetres) {
        const length = (limitOf(state.fix, policy) * policy.safeFactor) as Millis;
        const deadline = after(state.fix.at, length);
        if (deadline > at) return { state: { ...state, asked: true, deadline } };
      }
      const episode = opened(state.heard, state.fix, at, metres, world);
      return { state: { ...state, episode }, episode };
    },
  },
});

/** Without an accuracy of its own, one from the mobile network is taken for a poor one. */
function usable(seen: Observation, policy: Policy<'device.no_position'>): KnownFix | undefined {
  const poor = seen.accuracy === null ? seen.source === 'cell' : seen.accuracy > policy.maxAccuracyMetres;
  return poor ? undefined : fixOf(seen);
}

function limitOf(fix: KnownFix | null, { limitSeconds: by }: Policy<'device.no_position'>): Millis {
  if (fix === null) return seconds(by.none);
  const { source } = fix;
  return seconds(source === 'cell' ? by.cell : source === 'wifi' || source === 'beacon' ? by.wifi : by.gnss);
}

function deadlineOf(state: State, at: Instant, world: World, policy: Policy<'device.no_position'>): Instant | null {
  if (state.episode !== null) return state.deadline;
  if (state.heard === null) return after(at, limitOf(null, policy));
  if (since(state.heard.stands, at) <= SURELY || isAlive(state, at, world, policy)) return state.deadline;
  const anew = after(at, limitOf(null, policy));
  return state.deadline === null ? anew : later(state.deadline, anew);
}

function isAlive({ heard }: State, at: Instant, world: World, policy: Policy<'device.no_position'>): boolean {
  const interval = world.bindings.find((one) => holdsAt(one, at))?.intervalSeconds ?? 0;
  return heard !== null && since(heard.stands, at) <= seconds(Math.max(policy.aliveSeconds, INTERVALS * interval));
}

/** How far inside its area it was; undefined where none is known. */
function metresWithin(world: World, fix: KnownFix): number | undefined {
  const point = wgs84(fix.lat, fix.lon);
  const inside = areasAt(world, fix.at).map((zone) => zone.buffer - compiledArea(zone).metresToBorder(point));
  return inside.length === 0 ? undefined : Math.round(Math.max(...inside));
}

function opened(
  heard: KnownRecord,
  fix: KnownFix | null,
  at: Instant,
  metres: number | undefined,
  world: World,
): Episode {
  const startedAt = fix?.at ?? heard.stands;
  return {
    kind: 'device.no_position',
    superviseeId: world.superviseeId,
    deviceId: heard.deviceId,
    startedAt,
    confirmedAt: at,
    receivedBy: later(at, heard.receivedAt),
    lastAt: at,
    count: 1,
    ended: null,
    facts: {
      since: isoInShanghai(startedAt),
      source: fix === null ? null : (fix.source ?? 'unknown'),
      lat: fix?.lat ?? null,
      lon: fix?.lon ?? null,
      inside: metres ?? null,
      minutes: Math.round(since(startedAt, at) / 60_000),
    },
    fixes: fix === null ? [] : [fixEvidence(fix, 'last')],
    zone: null,
    records: [],
    versions: versionsAt(world, 'device.no_position', VERSION, at),
  };
}

function found(state: State, episode: Episode, fix: KnownFix, seen: Observation): Step<State> {
  const fixes = joined(episode.fixes, fixEvidence(fix, 'usable'));
  const records = joined(episode.records, evidenceRecord(seen));
  return { state, episode: { ...episode, fixes, records, ended: { at: seenAt(seen), reason: 'positioned' } } };
}
