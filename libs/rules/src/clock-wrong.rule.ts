import { isoInShanghai, minutes, since, type Instant } from '#libs/kernel';
import { begun, evidenceRecord, joined, later, seenAt, type Episode, type Facts } from './episode.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt } from './policy.js';
import { defineRule } from './rule.js';
import type { World } from './world.js';

interface State {
  readonly episode: Episode | null;
  /** Records in a row that were received when they were made: how many, and the first one's time. */
  readonly right: { readonly count: number; readonly since: Instant } | null;
}
const VERSION = 2;
const START: State = { episode: null, right: null };
/** What was received so soon after it was made says that the clock is right now; a backlog says nothing of now. */
const FRESH = minutes(5);

/**
 * From the first record whose time intake did not believe until several in a row were received when they were made: a
 * clock that comes and goes is one alert. What the offset is was measured at intake (`ClockJudge`); here it becomes
 * somebody's business.
 */
export const clockWrong = defineRule<'clock.wrong', State>({
  kind: 'clock.wrong',
  version: VERSION,
  about: 'device',
  start: START,
  concerns: (seen) => seen.clockOffset !== null,
  step(state, seen, world) {
    if (seen.clockOffset !== null) {
      const episode = state.episode === null ? opened(seen, world) : again(state.episode, seen);
      return { state: { episode, right: null }, episode };
    }
    const { episode } = state;
    if (episode === null || since(seen.at, seen.receivedAt) > FRESH) return { state };
    const right = { count: (state.right?.count ?? 0) + 1, since: state.right?.since ?? seen.at };
    if (right.count < policyOf(world, 'clock.wrong', seen.at).policy.rightRecords) return { state: { episode, right } };
    const records = joined(episode.records, evidenceRecord(seen));
    return { state: START, episode: { ...episode, records, ended: { at: right.since, reason: 'corrected' } } };
  },
  open: (state) => state.episode ?? undefined,
});

const opened = (seen: Observation, world: World): Episode =>
  begun('clock.wrong', seen, {
    facts: { since: isoInShanghai(seenAt(seen)), ...measured(seen) },
    records: [evidenceRecord(seen)],
    versions: versionsAt(world, 'clock.wrong', VERSION, seenAt(seen)),
  });

const again = (episode: Episode, seen: Observation): Episode => ({
  ...episode,
  count: episode.count + 1,
  lastAt: later(episode.lastAt, seenAt(seen)),
  facts: { ...episode.facts, ...measured(seen) },
  records: joined(episode.records, evidenceRecord(seen)),
});

/** Device time minus true time, and what the device said, of the newest record. */
const measured = (seen: Observation): Facts => ({
  offsetSeconds: Math.round((seen.clockOffset ?? 0) / 1_000),
  said: isoInShanghai(seen.at),
});
