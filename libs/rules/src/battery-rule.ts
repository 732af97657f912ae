import { isoInShanghai, type Instant } from '#libs/kernel';
import { drawn, hoursLeft, type Curve } from './battery-curve.js';
import { begun, evidenceRecord, joined, later, seenAt, type Episode, type EvidenceRecord } from './episode.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt, type Policy } from './policy.js';
import { defineRule, type Step } from './rule.js';
import type { World } from './world.js';

type Kind = 'battery.low' | 'battery.critical';

/** Readings in a row that say the same. */
interface Run {
  readonly from: Instant;
  readonly receivedBy: Instant;
  readonly records: readonly EvidenceRecord[];
}
interface State {
  readonly curve: Curve | null;
  /** What was in it when it came to the charger; null while it is on its own. */
  readonly charging: number | null;
  readonly below: Run | null;
  readonly episode: Episode | null;
  /** Over when so much is in it again, and since when it is. */
  readonly recoverAt: number;
  readonly back: Run | null;
}
const VERSION = 1;
const START: State = { curve: null, charging: null, below: null, episode: null, recoverAt: 0, back: null };
const FULL = 100;
/** Below its charge by so much, it is no longer on a charger, whatever it did not say. */
const FALL = 2;

/**
 * Little left in a battery, by percent or by the hours that its own curve gives it: one reading in between says nothing,
 * and what was raised is over at the charger, or well above the mark.
 */
export const batteryRule = <K extends Kind>(kind: K) =>
  defineRule<K, State>({
    kind,
    version: VERSION,
    about: 'device',
    start: START,
    step(state, seen, world) {
      if (seen.kind === 'charge_on') return charged(state, seen);
      const curve = drawn(state.curve, seen);
      const drawing = seen.kind === 'charge_off' ? { ...state, curve, charging: null } : withCurve(state, curve);
      const word = seen.kind === 'low_battery' && kind === 'battery.low';
      if (word && drawing.charging === null && state.episode === null) {
        return raised(kind, drawing, seen, runOf(null, seen), world);
      }
      if (seen.battery === null) return { state: drawing };
      if (drawing.charging === null) return judged(kind, drawing, seen, seen.battery, world);
      if (seen.battery >= drawing.charging - FALL) return { state: drawing };
      return judged(kind, { ...drawing, charging: null }, seen, seen.battery, world);
    },
    open: (state) => state.episode ?? undefined,
  });

const withCurve = (state: State, curve: Curve | null): State => (curve === state.curve ? state : { ...state, curve });

function charged(state: State, seen: Observation): Step<State> {
  const next = { ...START, charging: seen.battery ?? state.curve?.newer[1] ?? FULL };
  if (state.episode === null) return { state: next };
  const records = joined(state.episode.records, evidenceRecord(seen));
  return { state: next, episode: { ...state.episode, records, ended: { at: seenAt(seen), reason: 'charging' } } };
}

function judged(kind: Kind, state: State, seen: Observation, percent: number, world: World): Step<State> {
  const { policy } = policyOf(world, kind, seenAt(seen));
  const low = isLow(policy, percent, hoursLeft(state.curve, seenAt(seen), percent));
  if (state.episode !== null) return goingOn({ ...state, episode: state.episode }, seen, percent, low, policy);
  if (!low) return { state: state.below === null ? state : { ...state, below: null } };
  const below = runOf(state.below, seen);
  return below.records.length < policy.readings
    ? { state: { ...state, below } }
    : raised(kind, state, seen, below, world);
}

/** By its hours only where it could be low at all: a full one that lasts four hours is not low, it is bad. */
const isLow = ({ percent: mark, hours: least }: Policy<Kind>, percent: number, left: number | null): boolean =>
  percent <= mark || (percent <= 2 * mark && left !== null && left <= least);

const runOf = (run: Run | null, seen: Observation): Run => ({
  from: run?.from ?? seenAt(seen),
  receivedBy: later(run?.receivedBy ?? seen.receivedAt, seen.receivedAt),
  records: joined(run?.records ?? [], evidenceRecord(seen)),
});

function raised(kind: Kind, state: State, seen: Observation, run: Run, world: World): Step<State> {
  const { policy } = policyOf(world, kind, seenAt(seen));
  const episode = begun(kind, seen, {
    startedAt: run.from,
    receivedBy: run.receivedBy,
    count: run.records.length,
    facts: { since: isoInShanghai(run.from), ...measured(state.curve, seen) },
    records: run.records,
    versions: versionsAt(world, kind, VERSION, seenAt(seen)),
  });
  const recoverAt = Math.max(policy.percent, seen.battery ?? 0) + policy.recoverPercent;
  return { state: { ...state, below: null, episode, recoverAt, back: null }, episode };
}

function goingOn(
  state: State & { readonly episode: Episode },
  seen: Observation,
  percent: number,
  low: boolean,
  policy: Policy<Kind>,
): Step<State> {
  const { episode } = state;
  if (!low && percent >= state.recoverAt) {
    const back = runOf(state.back, seen);
    if (back.records.length < policy.readings) return { state: { ...state, back } };
    const records = back.records.reduce<readonly EvidenceRecord[]>(joined, episode.records);
    const over: State = { ...START, curve: state.curve };
    return { state: over, episode: { ...episode, records, ended: { at: back.from, reason: 'recovered' } } };
  }
  const next = state.back === null ? state : { ...state, back: null };
  // Told once for each percent: what is low for hours would be written down with every record.
  if (episode.facts['battery'] === Math.round(percent)) return { state: next };
  const more: Episode = {
    ...episode,
    count: episode.count + 1,
    lastAt: seenAt(seen),
    facts: { ...episode.facts, ...measured(state.curve, seen) },
    records: joined(episode.records, evidenceRecord(seen)),
  };
  return { state: { ...next, episode: more }, episode: more };
}

const measured = (curve: Curve | null, seen: Observation) => ({
  battery: seen.battery === null ? null : Math.round(seen.battery),
  hoursLeft: hoursLeft(curve, seenAt(seen), seen.battery),
});
