import { after, instant, isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { isSignOfLife } from '#libs/protocol';
import { begun, evidenceRecord, later, seenAt, type Episode } from './episode.js';
import { recordOf, type KnownRecord } from './known-record.js';
import type { Observation } from './observation.js';
import { policyOf, versionsAt } from './policy.js';
import { defineRule, dueAfter } from './rule.js';
import type { World } from './world.js';

interface State {
  /** The record before a hole. */
  readonly last: KnownRecord | null;
  /** With records on both sides, in the order in which they are given up. */
  readonly holes: readonly Hole[];
}
interface Hole {
  readonly episode: Episode;
  /** Until when the records in between may still come. No two have the same. */
  readonly until: Instant;
}
const VERSION = 2;
const NONE: readonly Hole[] = [];
/** The least limit that a policy can name: what is closer together is not looked at any further. */
const LEAST = seconds(60);

/**
 * A long time, by the wristband's clock, of which nothing is known although it was heard again: raised when what was
 * kept had its time to come in, from when the hole was seen: a backlog brings the records of hours in a second, and not in
 * their order. Records that come still later fill it: judged anew, there is no hole.
 */
export const dataGap = defineRule<'data.gap', State>({
  kind: 'data.gap',
  version: VERSION,
  about: 'supervisee',
  start: { last: null, holes: NONE },
  step(state, seen, world) {
    if (!isSignOfLife(seen)) return { state };
    const last = recordOf(seen);
    if (state.last === null || since(state.last.stands, last.stands) <= LEAST)
      return { state: { last, holes: state.holes } };
    const { limitSeconds, waitSeconds } = policyOf(world, 'data.gap', last.stands).policy;
    if (since(state.last.stands, last.stands) <= seconds(limitSeconds)) return { state: { last, holes: state.holes } };
    const waited = after(later(last.stands, later(state.last.receivedAt, seen.receivedAt)), seconds(waitSeconds));
    const before = state.holes.at(-1)?.until;
    const until = before === undefined ? waited : later(waited, instant(before + 1));
    return {
      state: { last, holes: [...state.holes, { episode: holeBetween(state.last, seen, until, world), until }] },
    };
  },
  open: () => undefined,
  byItself: {
    wakesAt: ({ holes: [first] }, from) => dueAfter(first?.until ?? null, from),
    wake: ({ last, holes: [first, ...others] }) => ({
      state: { last, holes: others },
      ...(first !== undefined && { episode: first.episode }),
    }),
  },
});

function holeBetween(last: KnownRecord, seen: Observation, until: Instant, world: World): Episode {
  const to = seenAt(seen);
  const sameCount = last.deviceId === seen.deviceId && last.life === seen.life;
  return begun('data.gap', seen, {
    startedAt: last.stands,
    confirmedAt: until,
    receivedBy: later(last.receivedAt, seen.receivedAt),
    ended: { at: to, reason: 'reported' },
    facts: {
      since: isoInShanghai(last.stands),
      until: isoInShanghai(to),
      minutes: Math.round(since(last.stands, to) / 60_000),
      /** Numbers that were given out and never came: without any the wristband made no records. */
      missing: sameCount ? Math.max(0, seen.seq - last.seq - 1) : null,
      before: last.kind,
    },
    records: [evidenceRecord(last), evidenceRecord(seen)],
    versions: versionsAt(world, 'data.gap', VERSION, to),
  });
}
