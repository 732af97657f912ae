import { after, isoInShanghai, seconds, type Instant } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import { begun, evidenceRecord, joined, later, seenAt, type End, type EndReason, type Episode } from './episode.js';
import type { Observation } from './observation.js';
import { versionsAt } from './policy.js';
import { defineRule, dueAfter } from './rule.js';
import type { World } from './world.js';

interface State {
  readonly episode: Episode | null;
}
const START: State = { episode: null };

interface Happening<Kind extends AlertKind> {
  readonly kind: Kind;
  readonly version: number;
  readonly says: (seen: Observation) => boolean;
  /** What a record that says something else says about its end. */
  readonly ends?: (seen: Observation) => EndReason | undefined;
  /** Over when it was not said again for so many seconds; without it only a record ends it. */
  readonly quietSeconds?: (world: World, at: Instant) => number;
}

/**
 * What a wristband says has happened: at once, by one record, however short. Said again it is the same alert. By the
 * time of receipt when the clock is wrong.
 */
export function eventRule<Kind extends AlertKind>(happening: Happening<Kind>) {
  const { kind, version, says, ends, quietSeconds } = happening;
  const overAt = ({ lastAt }: Episode, world: World): Instant | null =>
    quietSeconds === undefined ? null : after(lastAt, seconds(quietSeconds(world, lastAt)));
  return defineRule<Kind, State>({
    kind,
    version,
    about: 'device',
    start: START,
    concerns: says,
    step(state, seen, world) {
      if (says(seen)) {
        const episode = state.episode === null ? opened(happening, seen, world) : again(state.episode, seen);
        return { state: { episode }, episode };
      }
      const reason = state.episode === null ? undefined : ends?.(seen);
      if (state.episode === null || reason === undefined) return { state };
      const records = joined(state.episode.records, evidenceRecord(seen));
      return ended({ ...state.episode, records }, { at: seenAt(seen), reason });
    },
    open: (state) => state.episode ?? undefined,
    byItself: {
      wakesAt: ({ episode }, from, world) => (episode === null ? null : dueAfter(overAt(episode, world), from)),
      wake: (state, at) => (state.episode === null ? { state } : ended(state.episode, { at, reason: 'quiet' })),
    },
  });
}

const ended = (episode: Episode, end: End) => ({ state: START, episode: { ...episode, ended: end } });

const opened = ({ kind, version }: Happening<AlertKind>, seen: Observation, world: World): Episode =>
  begun(kind, seen, {
    facts: { since: isoInShanghai(seenAt(seen)), seq: seen.seq, times: 1 },
    records: [evidenceRecord(seen)],
    versions: versionsAt(world, kind, version, seenAt(seen)),
  });

const again = (episode: Episode, seen: Observation): Episode => ({
  ...episode,
  count: episode.count + 1,
  lastAt: later(episode.lastAt, seenAt(seen)),
  facts: { ...episode.facts, times: episode.count + 1 },
  records: joined(episode.records, evidenceRecord(seen)),
});
