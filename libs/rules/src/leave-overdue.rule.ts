import { after, isoInShanghai, seconds, type Instant } from '#libs/kernel';
import { seenAt, type Episode } from './episode.js';
import { policyOf, versionsAt } from './policy.js';
import { defineRule, type Step } from './rule.js';
import type { Leave, World } from './world.js';

interface State {
  readonly device: string | null;
  readonly episode: Episode | null;
}

const START: State = { device: null, episode: null };
const VERSION = 1;

/**
 * Leave (外出) is over and nobody has reported back from it (销假). Being home again does not end it: that it was reported
 * is what ends a leave.
 */
export const leaveOverdue = defineRule<'leave.overdue', State>({
  kind: 'leave.overdue',
  version: VERSION,
  about: 'supervisee',
  start: START,
  concerns: (_, world) => world.leaves.length > 0,
  step(state, seen, world) {
    if (world.leaves.length === 0) return { state };
    return settled({ ...state, device: seen.deviceId }, seenAt(seen), world);
  },
  open: (state) => state.episode ?? undefined,
  byItself: {
    wakesAt(_, from, world) {
      const times = world.leaves.flatMap((leave) => [dueOf(leave, world), leave.closed?.at ?? null]);
      const ahead = times.filter((time) => time !== null && time > from) as Instant[];
      return ahead.length === 0 ? null : (Math.min(...ahead) as Instant);
    },
    wake: settled,
  },
});

/** When it is not in time any more. */
const dueOf = (leave: Leave, world: World): Instant =>
  after(leave.due, seconds(policyOf(world, 'leave.overdue', leave.due).policy.graceSeconds));

/** The one that has been overdue longest. */
const overdueAt = (world: World, at: Instant): Leave | undefined =>
  world.leaves
    .filter((leave) => dueOf(leave, world) <= at && (leave.closed === null || leave.closed.at > at))
    .reduce<Leave | undefined>((first, one) => (first === undefined || one.due < first.due ? one : first), undefined);

function settled(state: State, at: Instant, world: World): Step<State> {
  const leave = overdueAt(world, at);
  if (leave === undefined) {
    if (state.episode === null) return { state };
    const closed = world.leaves.find(({ id }) => id === state.episode?.facts['leaveId'])?.closed;
    const reason = closed?.how === 'withdrawn' ? 'leave-over' : 'reported-back';
    return { state: { ...state, episode: null }, episode: { ...state.episode, ended: { at, reason } } };
  }
  if (state.episode !== null || state.device === null) return { state };
  const episode = opened(leave, state.device, at, world);
  return { state: { ...state, episode }, episode };
}

function opened(leave: Leave, deviceId: string, at: Instant, world: World): Episode {
  const startedAt = dueOf(leave, world);
  return {
    kind: 'leave.overdue',
    superviseeId: world.superviseeId,
    deviceId,
    startedAt,
    confirmedAt: at,
    receivedBy: at,
    lastAt: at,
    count: 1,
    ended: null,
    facts: {
      since: isoInShanghai(leave.due),
      place: leave.place.name,
      leaveId: leave.id,
      from: isoInShanghai(leave.from),
      until: isoInShanghai(leave.due),
    },
    fixes: [],
    zone: null,
    records: [],
    versions: { ...versionsAt(world, 'leave.overdue', VERSION, at), leave: leave.id },
  };
}
