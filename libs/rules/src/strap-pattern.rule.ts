import { after, isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { begun, evidenceRecord, joined, later, seenAt, type Episode, type EvidenceRecord } from './episode.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt } from './policy.js';
import { defineRule, dueAfter, type Step } from './rule.js';
import type { World } from './world.js';

/** A strap that was closed again soon, or a case that was open. */
interface Opening {
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly record: EvidenceRecord;
}
interface State {
  /** The strap is open. */
  readonly since: Opening | null;
  readonly openings: readonly Opening[];
  readonly episode: Episode | null;
}
const VERSION = 1;
const START: State = { since: null, openings: [], episode: null };

/**
 * So many short openings within a window. Each of them was an alert of its own that may look like a loose contact; one
 * after the other they are how a strap is tried (or taken off and put on within a minute).
 */
export const strapPattern = defineRule<'strap.pattern', State>({
  kind: 'strap.pattern',
  version: VERSION,
  about: 'device',
  start: START,
  concerns: ({ kind }) => kind === 'strap_open' || kind === 'case_open',
  step(state, seen, world) {
    switch (seen.kind) {
      case 'strap_open':
        return { state: { ...state, since: state.since ?? openingOf(seen) } };
      case 'case_open':
        return another(state, openingOf(seen), seen, world);
      case 'strap_closed': {
        const { since: opening, ...rest } = state;
        if (opening === null) return { state };
        const closed: State = { ...rest, since: null };
        const { shortSeconds } = policyOf(world, 'strap.pattern', seenAt(seen)).policy;
        const short = since(opening.at, seenAt(seen)) <= seconds(shortSeconds);
        return short ? another(closed, opening, seen, world) : { state: closed };
      }
      default:
        return { state };
    }
  },
  open: (state) => state.episode ?? undefined,
  byItself: {
    wakesAt: ({ episode }, from, world) => (episode === null ? null : dueAfter(quietAt(episode, world), from)),
    wake: ({ episode, since: opening }, at) => ({
      state: { ...START, since: opening },
      ...(episode !== null && { episode: { ...episode, ended: { at, reason: 'quiet' } } }),
    }),
  },
});

const quietAt = ({ lastAt }: Episode, world: World): Instant =>
  after(lastAt, seconds(policyOf(world, 'strap.pattern', lastAt).policy.windowSeconds));

const openingOf = (seen: Observation): Opening => ({
  at: seenAt(seen),
  receivedAt: seen.receivedAt,
  record: evidenceRecord(seen),
});

function another(state: State, opening: Opening, seen: Observation, world: World): Step<State> {
  const at = seenAt(seen);
  if (state.episode !== null) {
    const { episode } = state;
    const count = episode.count + 1;
    const records = joined(episode.records, opening.record);
    const next = { ...episode, count, lastAt: at, facts: { ...episode.facts, times: count }, records };
    return { state: { ...state, episode: next }, episode: next };
  }
  const { openings: wanted, windowSeconds } = policyOf(world, 'strap.pattern', at).policy;
  const openings = [...state.openings, opening].filter((one) => since(one.at, at) <= seconds(windowSeconds));
  const [first] = openings;
  if (first === undefined || openings.length < wanted) return { state: { ...state, openings } };
  const episode = begun('strap.pattern', seen, {
    startedAt: first.at,
    receivedBy: openings.reduce((by, one) => later(by, one.receivedAt), seen.receivedAt),
    count: openings.length,
    facts: {
      since: isoInShanghai(first.at),
      times: openings.length,
      windowHours: Math.round(windowSeconds / 360) / 10,
    },
    records: openings.map((one) => one.record),
    versions: versionsAt(world, 'strap.pattern', VERSION, at),
  });
  return { state: { ...state, openings: [], episode }, episode };
}
