import { isoInShanghai, minutes, since } from '#libs/kernel';
import { evidenceRecord, joined, later, seenAt, type Episode, type Facts } from './episode.js';
import type { Observation } from './observation.js';
import { policyOf } from './policy.js';
import { defineRule } from './rule.js';
import { orderAt, type World } from './world.js';

interface State {
  readonly episode: Episode | null;
}
const VERSION = 1;
/** What was received so soon after it was made says that the clock is right now; a backlog says nothing of now. */
const FRESH = minutes(5);

/**
 * From the first record whose time intake did not believe until one comes that was received when it was made. What the
 * offset is was measured at intake (`ClockJudge`); here it becomes somebody's business.
 */
export const clockWrong = defineRule<'clock.wrong', State>({
  kind: 'clock.wrong',
  version: VERSION,
  about: 'device',
  start: { episode: null },
  step(state, seen, world) {
    if (seen.clockOffset !== null) {
      const episode = state.episode === null ? opened(seen, world) : again(state.episode, seen);
      return { state: { episode }, episode };
    }
    const { episode } = state;
    if (episode === null || since(seen.at, seen.receivedAt) > FRESH) return { state };
    const records = joined(episode.records, evidenceRecord(seen));
    return {
      state: { episode: null },
      episode: { ...episode, records, ended: { at: seenAt(seen), reason: 'corrected' } },
    };
  },
  open: (state) => state.episode ?? undefined,
});

function opened(seen: Observation, world: World): Episode {
  const at = seenAt(seen);
  const order = orderAt(world, at);
  return {
    kind: 'clock.wrong',
    superviseeId: seen.superviseeId,
    deviceId: seen.deviceId,
    startedAt: at,
    confirmedAt: at,
    receivedBy: seen.receivedAt,
    lastAt: at,
    count: 1,
    ended: null,
    facts: { since: isoInShanghai(at), ...measured(seen) },
    fixes: [],
    zone: null,
    records: [evidenceRecord(seen)],
    versions: {
      rule: VERSION,
      policy: policyOf(world, 'clock.wrong', at).version,
      ...(order === undefined ? {} : { order: order.id }),
    },
  };
}

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
