import { after, isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
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
  /** A hole with records on both sides, and until when those in between may still come. */
  readonly hole: { readonly episode: Episode; readonly until: Instant } | null;
}
const VERSION = 1;
/** The least limit that a policy can name: what is closer together is not looked at any further. */
const LEAST = seconds(60);

/**
 * A long time, by the wristband's clock, of which nothing is known although it was heard again: raised when what was
 * kept had its time to come in. Records that come still later fill it: judged anew, there is no hole.
 */
export const dataGap = defineRule<'data.gap', State>({
  kind: 'data.gap',
  version: VERSION,
  about: 'supervisee',
  start: { last: null, hole: null },
  step(state, seen, world) {
    if (!isSignOfLife(seen)) return { state };
    const last = recordOf(seen);
    if (state.last === null || since(state.last.stands, last.stands) <= LEAST)
      return { state: { last, hole: state.hole } };
    const { limitSeconds, waitSeconds } = policyOf(world, 'data.gap', last.stands).policy;
    if (since(state.last.stands, last.stands) <= seconds(limitSeconds)) return { state: { last, hole: state.hole } };
    // Not longer than a hole is: the next one would find this one still waiting.
    const until = after(last.stands, seconds(Math.min(waitSeconds, limitSeconds)));
    return { state: { last, hole: { episode: holeBetween(state.last, seen, until, world), until } } };
  },
  open: () => undefined,
  byItself: {
    wakesAt: ({ hole }, from) => dueAfter(hole?.until ?? null, from),
    wake: ({ last, hole }) => ({ state: { last, hole: null }, ...(hole !== null && { episode: hole.episode }) }),
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
