import { isoInShanghai } from '#libs/kernel';
import { begun, evidenceRecord, joined, seenAt, type Episode } from './episode.js';
import type { Observation } from './observation.js';
import { versionsAt } from './policy.js';
import { defineRule } from './rule.js';
import type { World } from './world.js';

interface State {
  readonly episode: Episode | null;
}
const VERSION = 1;

/** At once, however short: a strap that was open must be inspected. By the time of receipt when the clock is wrong. */
export const strapOpen = defineRule<'strap.open', State>({
  kind: 'strap.open',
  version: VERSION,
  about: 'device',
  start: { episode: null },
  step(state, seen, world) {
    if (seen.kind === 'strap_open') {
      const episode = state.episode === null ? opened(seen, world) : again(state.episode, seen);
      return { state: { episode }, episode };
    }
    if (seen.kind !== 'strap_closed' || state.episode === null) return { state };
    const { episode } = state;
    const records = joined(episode.records, evidenceRecord(seen));
    return {
      state: { episode: null },
      episode: { ...episode, records, ended: { at: seenAt(seen), reason: 'closed' } },
    };
  },
  open: (state) => state.episode ?? undefined,
});

const opened = (seen: Observation, world: World): Episode =>
  begun('strap.open', seen, {
    facts: { since: isoInShanghai(seenAt(seen)), seq: seen.seq },
    records: [evidenceRecord(seen)],
    versions: versionsAt(world, 'strap.open', VERSION, seenAt(seen)),
  });

const again = (episode: Episode, seen: Observation): Episode => ({
  ...episode,
  count: episode.count + 1,
  lastAt: seenAt(seen),
  records: joined(episode.records, evidenceRecord(seen)),
});
