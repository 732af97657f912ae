import { isoInShanghai } from '#libs/kernel';
import { isSignOfLife } from '#libs/protocol';
import { drawn, hoursLeft, type Curve } from './battery-curve.js';
import { begun, evidenceRecord, joined, seenAt, type Episode } from './episode.js';
import type { Observation } from './observation.js';
import { versionsAt } from './policy.js';
import { defineRule, type Step } from './rule.js';
import type { World } from './world.js';

interface State {
  readonly curve: Curve | null;
  /** Percent that it last said was left. */
  readonly battery: number | null;
  readonly episode: Episode | null;
}
const VERSION = 1;
/** With no more than this left, it may have gone off for want of power. */
const EMPTY = 5;

/** From when a wristband says that it goes off until anything is heard of it again. */
export const powerOff = defineRule<'power.off', State>({
  kind: 'power.off',
  version: VERSION,
  about: 'device',
  start: { curve: null, battery: null, episode: null },
  step(state, seen, world) {
    const known = measured(state, seen);
    if (seen.kind === 'power_off') {
      const episode = state.episode === null ? opened(known, seen, world) : again(state.episode, seen);
      return { state: { ...known, episode }, episode };
    }
    return state.episode !== null && isSignOfLife(seen) ? over(known, state.episode, seen) : { state: known };
  },
  open: (state) => state.episode ?? undefined,
});

function measured(state: State, seen: Observation): State {
  const curve = drawn(state.curve, seen);
  const battery = seen.battery === null ? state.battery : Math.round(seen.battery);
  return curve === state.curve && battery === state.battery ? state : { ...state, curve, battery };
}

function opened({ curve, battery }: State, seen: Observation, world: World): Episode {
  const why = battery === null ? 'unknown' : battery <= EMPTY ? 'empty' : 'switched';
  return begun('power.off', seen, {
    facts: { since: isoInShanghai(seenAt(seen)), battery, hoursLeft: hoursLeft(curve, seenAt(seen), battery), why },
    records: [evidenceRecord(seen)],
    versions: versionsAt(world, 'power.off', VERSION, seenAt(seen)),
  });
}

const again = (episode: Episode, seen: Observation): Episode => ({
  ...episode,
  count: episode.count + 1,
  lastAt: seenAt(seen),
  records: joined(episode.records, evidenceRecord(seen)),
});

function over(state: State, episode: Episode, seen: Observation): Step<State> {
  const records = joined(episode.records, evidenceRecord(seen));
  const reason = seen.kind === 'power_on' ? 'powered-on' : 'reported';
  return { state: { ...state, episode: null }, episode: { ...episode, records, ended: { at: seenAt(seen), reason } } };
}
