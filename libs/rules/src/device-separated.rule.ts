import { after, isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { isSignOfLife } from '#libs/protocol';
import { evidenceRecord, joined, later, seenAt, type EndReason, type Episode } from './episode.js';
import { fixEvidence, fixOf, isCloseBy, metresBetween, type KnownFix } from './known-fix.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt, type Policy } from './policy.js';
import { defineRule, dueAfter } from './rule.js';
import { holdsAt, type World } from './world.js';

/** Of a record, as far as anybody will ask. */
type Kept = Pick<Observation, 'deviceId' | 'seq' | 'kind' | 'at' | 'receivedAt'> & { readonly stands: Instant };
interface State {
  /** The first word that it is off the body, and none since that it is on it. */
  readonly off: Kept | null;
  /** The last sign that somebody wears it or goes about with it, or from when on one is waited for. */
  readonly alive: Kept | null;
  /** Where it was when it last moved. */
  readonly place: KnownFix | null;
  readonly fix: KnownFix | null;
  /** Of another wristband of the same person. */
  readonly other: KnownFix | null;
  /** Fixes in a row that are far from the other's. */
  readonly apart: number;
  readonly heard: Instant | null;
  /** Since when it is heard without a long hole. */
  readonly from: Instant;
  /** When the short times in which it was heard began, one after the other. */
  readonly checkIns: readonly Instant[];
  readonly episode: Episode | null;
}
type Rules = Policy<'device.separated'>;
type Why = 'off_body' | 'still' | 'apart' | 'check_ins';
const VERSION = 1;
const START: State = {
  off: null,
  alive: null,
  place: null,
  fix: null,
  other: null,
  apart: 0,
  heard: null,
  from: 0 as Instant,
  checkIns: [],
  episode: null,
};
const DAY = 86_400_000;
/** Two wristbands apart by so many fixes in a row are not one outlier. */
const SURE = 3;
const endOf = {
  off_body: 'worn',
  still: 'worn',
  apart: 'together',
  check_ins: 'reported',
} as const satisfies Record<Why, EndReason>;

/**
 * 人机分离: signs that the wristband is one place and its wearer another. Off the body and not on it again; reporting for a
 * day without a sign of wear or motion; two wristbands of one person apart; heard only for a short while each day, always
 * at the same minute. It is over with a sign of wear, when the two are together, when it is heard for longer.
 */
export const deviceSeparated = defineRule<'device.separated', State>({
  kind: 'device.separated',
  version: VERSION,
  about: 'device',
  start: START,
  step(state, seen, world) {
    if (!isSignOfLife(seen)) return { state };
    const { policy } = policyOf(world, 'device.separated', seenAt(seen));
    const next = withFix(withSigns(inTime(state, seen, policy), seen, world), seen, policy);
    if (state.episode !== null) return goingOn(state, state.episode, next, seen, policy);
    const why = reasonOf(next, seen, policy);
    if (why === undefined) return { state: next };
    const episode = opened(next, why, seenAt(seen), world, seen);
    return { state: { ...next, episode }, episode };
  },
  open: (state) => state.episode ?? undefined,
  byItself: {
    wakesAt: ({ off, episode }, from, world) =>
      off === null || episode !== null ? null : dueAfter(offDue(off, world), from),
    wake(state, at, world) {
      const bound = world.bindings.some((one) => one.deviceId === state.off?.deviceId && holdsAt(one, at));
      if (!bound) return { state: { ...state, off: null } };
      const episode = opened(state, 'off_body', at, world);
      return { state: { ...state, episode }, episode };
    },
  },
});

const offDue = (off: Kept, world: World): Instant =>
  after(off.stands, seconds(policyOf(world, 'device.separated', off.stands).policy.offBodySeconds));

const kept = (seen: Observation): Kept => ({
  deviceId: seen.deviceId,
  seq: seen.seq,
  kind: seen.kind,
  at: seen.at,
  receivedAt: seen.receivedAt,
  stands: seenAt(seen),
});

/** When it is heard: all day, or in short times with long holes between them. */
function inTime(state: State, seen: Observation, policy: Rules): State {
  const at = seenAt(seen);
  const { heard, from } = state;
  if (heard === null) return { ...state, heard: at, from: at, alive: kept(seen) };
  if (since(heard, at) <= seconds(policy.holeSeconds)) {
    const long = state.checkIns.length > 0 && since(from, at) > seconds(policy.burstSeconds);
    const quiet = since(heard, at) > seconds(policy.burstSeconds) && state.episode === null;
    return {
      ...state,
      heard: at,
      ...(long && { checkIns: [] }),
      // Nobody knows what was in between: it begins to be still anew.
      ...(quiet && { alive: kept(seen) }),
    };
  }
  const short = since(from, heard) <= seconds(policy.burstSeconds);
  const checkIns = short ? [...state.checkIns, from].slice(-policy.checkIns) : [];
  return { ...state, heard: at, from: at, checkIns, alive: state.episode === null ? kept(seen) : state.alive };
}

const isWorn = ({ kind, worn }: Observation): boolean =>
  kind === 'on_body' || kind === 'heart_rate' || kind === 'sos' || (worn === true && kind !== 'off_body');

function withSigns(state: State, seen: Observation, world: World): State {
  if (isWorn(seen)) return { ...state, off: null, alive: kept(seen) };
  if (seen.kind === 'off_body' || seen.worn === false)
    return state.off === null ? { ...state, off: kept(seen) } : state;
  if (state.off === null || state.off.deviceId === seen.deviceId) return state;
  const bound = world.bindings.some((one) => one.deviceId === state.off?.deviceId && holdsAt(one, seenAt(seen)));
  return bound ? state : { ...state, off: null };
}

function withFix(state: State, seen: Observation, policy: Rules): State {
  const fix = fixOf(seen);
  if (fix === undefined) return state;
  const other = state.fix !== null && state.fix.deviceId !== fix.deviceId ? state.fix : state.other;
  const apart = other !== null && isApart(fix, other, policy) ? state.apart + 1 : 0;
  const next = { ...state, fix, other, apart };
  return state.place === null || hasMoved(state.place, fix, policy.moveMetres)
    ? { ...next, place: fix, alive: kept(seen) }
    : next;
}

const doubt = (a: KnownFix, b: KnownFix): number => 2 * ((a.accuracy ?? 100) + (b.accuracy ?? 100));
const hasMoved = (from: KnownFix, to: KnownFix, metres: number): boolean =>
  !isCloseBy(from, to, metres) && metresBetween(from, to) > metres + doubt(from, to);
const isApart = (fix: KnownFix, other: KnownFix, policy: Rules): boolean =>
  since(other.at, fix.at) <= seconds(policy.togetherSeconds) && hasMoved(fix, other, policy.apartMetres);

function reasonOf(state: State, seen: Observation, policy: Rules): Why | undefined {
  const at = seenAt(seen);
  if (state.off !== null && since(state.off.stands, at) >= seconds(policy.offBodySeconds)) return 'off_body';
  if (state.apart >= SURE) return 'apart';
  if (state.checkIns.length >= policy.checkIns && isOneMinute(state.checkIns, policy)) return 'check_ins';
  if (state.alive !== null && since(state.alive.stands, at) >= seconds(policy.stillSeconds)) return 'still';
  return undefined;
}

/** All at one time of day, whatever the day. */
function isOneMinute([first = 0, ...rest]: readonly number[], policy: Rules): boolean {
  const away = rest.map((at) => ((((at - first) % DAY) + 1.5 * DAY) % DAY) - DAY / 2);
  return Math.max(0, ...away) - Math.min(0, ...away) <= policy.checkInSeconds * 1_000;
}

function isOver(why: unknown, before: State, state: State, seen: Observation, policy: Rules): boolean {
  if (why === 'off_body') return state.off === null;
  if (why === 'still') return state.alive !== before.alive;
  if (why === 'check_ins') return since(state.from, seenAt(seen)) > seconds(policy.burstSeconds);
  return state.fix !== before.fix && state.apart === 0;
}

function goingOn(before: State, episode: Episode, state: State, seen: Observation, policy: Rules) {
  const why = episode.facts['why'] as Why;
  if (!isOver(why, before, state, seen, policy)) return { state };
  const records = joined(episode.records, evidenceRecord(seen));
  const ended = { at: seenAt(seen), reason: endOf[why] };
  return { state: { ...state, episode: null, checkIns: [] }, episode: { ...episode, records, ended } };
}

function opened(state: State, why: Why, at: Instant, world: World, seen?: Observation): Episode {
  const { off, alive, fix, other, checkIns } = state;
  const first = why === 'off_body' ? off : why === 'still' ? alive : null;
  const from = first?.stands ?? (why === 'check_ins' ? checkIns[0] : undefined) ?? at;
  const known = seen === undefined ? [] : [evidenceRecord(seen)];
  return {
    kind: 'device.separated',
    superviseeId: world.superviseeId,
    deviceId: seen?.deviceId ?? first?.deviceId ?? '',
    startedAt: from,
    confirmedAt: at,
    receivedBy: later(seen?.receivedAt ?? at, first?.receivedAt ?? at),
    lastAt: at,
    count: why === 'check_ins' ? checkIns.length : 1,
    ended: null,
    facts: {
      since: isoInShanghai(from),
      why,
      times: why === 'check_ins' ? checkIns.length : null,
      clock: why === 'check_ins' ? isoInShanghai(from).slice(11, 16) : null,
      metres: why === 'apart' && fix !== null && other !== null ? Math.round(metresBetween(fix, other)) : null,
    },
    fixes: why === 'apart' ? [other, fix].flatMap((one) => (one === null ? [] : [fixEvidence(one, 'apart')])) : [],
    zone: null,
    records: first === null ? known : [evidenceRecord(first), ...known],
    versions: versionsAt(world, 'device.separated', VERSION, at),
  };
}
