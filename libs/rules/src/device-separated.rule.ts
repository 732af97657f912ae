import { after, isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { isSignOfLife } from '#libs/protocol';
import { evidenceRecord, joined, later, seenAt, type EndReason, type Episode } from './episode.js';
import { fixEvidence, fixOf, isCloseBy, metresBetween, type KnownFix } from './known-fix.js';
import { recordOf, type KnownRecord } from './known-record.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt, type Policy } from './policy.js';
import { defineRule, dueAfter } from './rule.js';
import { holdsAt, type World } from './world.js';

interface State {
  /** The first word that it is off the body, and none since that it is on it. */
  readonly off: KnownRecord | null;
  /** The last sign that somebody wears it or goes about with it, or from when on one is waited for. */
  readonly alive: Instant | null;
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
const NONE: readonly Instant[] = [];
const START: State = {
  off: null,
  alive: null,
  place: null,
  fix: null,
  other: null,
  apart: 0,
  heard: null,
  from: 0 as Instant,
  checkIns: NONE,
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
    const next = looked(state, seen, policy, world);
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
      if (state.off === null || !isBound(state.off.deviceId, at, world)) return { state: { ...state, off: null } };
      const episode = opened(state, 'off_body', at, world);
      return { state: { ...state, episode }, episode };
    },
  },
});

const offDue = (off: KnownRecord, world: World): Instant =>
  after(off.stands, seconds(policyOf(world, 'device.separated', off.stands).policy.offBodySeconds));

/** What a record changes, but for the alert. Taken apart and put together once: it runs for every record. */
function looked(state: State, seen: Observation, policy: Rules, world: World): State {
  const at = seenAt(seen);
  const { heard, episode } = state;
  const length = heard === null ? 0 : since(heard, at);
  const anew = heard === null || length > seconds(policy.holeSeconds);
  // After a hole nobody knows what was in between: it begins to be still anew.
  const unknown = heard === null || (length > seconds(policy.burstSeconds) && episode === null);
  const worn = isWorn(seen);
  const fix = fixOf(seen);
  const moved = fix !== undefined && (state.place === null || hasMoved(state.place, fix, policy.moveMetres));
  const other =
    fix !== undefined && state.fix !== null && state.fix.deviceId !== fix.deviceId ? state.fix : state.other;
  return {
    off: worn ? null : offBody(state.off, seen, world),
    alive: unknown || worn || moved ? at : state.alive,
    place: moved ? fix : state.place,
    fix: fix ?? state.fix,
    other,
    apart: fix === undefined ? state.apart : other !== null && isApart(fix, other, policy) ? state.apart + 1 : 0,
    heard: at,
    from: anew ? at : state.from,
    checkIns: anew ? checkedIn(state, policy) : stillChecking(state, at, policy),
    episode,
  };
}

/** It was heard for a short time again, or was not. */
const checkedIn = ({ from, heard, checkIns }: State, policy: Rules): readonly Instant[] =>
  heard !== null && since(from, heard) <= seconds(policy.burstSeconds)
    ? [...checkIns, from].slice(-policy.checkIns)
    : NONE;

const stillChecking = ({ from, checkIns }: State, at: Instant, policy: Rules): readonly Instant[] =>
  checkIns.length > 0 && since(from, at) > seconds(policy.burstSeconds) ? NONE : checkIns;

const isWorn = ({ kind, worn }: Observation): boolean =>
  kind === 'on_body' || kind === 'heart_rate' || kind === 'sos' || (worn === true && kind !== 'off_body');

/** The first word that it is off the body; what was said of another wristband holds as long as that one is bound. */
function offBody(off: KnownRecord | null, seen: Observation, world: World): KnownRecord | null {
  if (seen.kind === 'off_body' || seen.worn === false) return off ?? recordOf(seen);
  if (off === null || off.deviceId === seen.deviceId) return off;
  return isBound(off.deviceId, seenAt(seen), world) ? off : null;
}

const isBound = (deviceId: string, at: Instant, world: World): boolean =>
  world.bindings.some((one) => one.deviceId === deviceId && holdsAt(one, at));

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
  if (state.alive !== null && since(state.alive, at) >= seconds(policy.stillSeconds)) return 'still';
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
  return { state: { ...state, episode: null, checkIns: NONE }, episode: { ...episode, records, ended } };
}

function opened(state: State, why: Why, at: Instant, world: World, seen?: Observation): Episode {
  const { off, alive, fix, other, checkIns } = state;
  const first = why === 'off_body' ? off : null;
  const from = first?.stands ?? (why === 'still' ? alive : why === 'check_ins' ? checkIns[0] : undefined) ?? at;
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
