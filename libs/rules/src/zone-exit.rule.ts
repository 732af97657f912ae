import { isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { joined, later, seenAt, type Episode, type EvidenceFix } from './episode.js';
import { evidenceOf, look, versionsOf, type Look } from './fix-judgement.js';
import { defineRule, type Step } from './rule.js';

/** Outside fixes before there are enough of them. */
interface Leaving {
  readonly is: 'leaving';
  readonly from: Instant;
  readonly count: number;
  readonly receivedBy: Instant;
  readonly farthest: Farthest;
  readonly fixes: readonly EvidenceFix[];
}
interface Out {
  readonly is: 'out';
  readonly episode: Episode;
  readonly back: { readonly from: Instant; readonly count: number } | null;
}
type State = { readonly is: 'inside' } | Leaving | Out;
interface Farthest {
  readonly metres: number;
  readonly accuracy: number;
}

const INSIDE: State = { is: 'inside' };
const VERSION = 1;

/**
 * Outside every area that the supervisee may be in: so many fixes in a row, over so long, each farther off the border
 * than its own doubt. Fixes too poor to say anything are kept as evidence and count for nothing.
 */
export const zoneExit = defineRule<'zone.exit', State>({
  kind: 'zone.exit',
  version: VERSION,
  about: 'supervisee',
  start: INSIDE,
  step(state, seen, world) {
    const found = look(seen, world);
    if (found === undefined) return { state };
    switch (state.is) {
      case 'inside':
        return found.verdict === 'outside' ? leaving(undefined, found) : { state };
      case 'leaving':
        return leaving(state, found);
      case 'out':
        return out(state, found);
    }
  },
  open: (state) => (state.is === 'out' ? state.episode : undefined),
});

function leaving(state: Leaving | undefined, found: Look): Step<State> {
  if (state !== undefined && found.verdict === 'ignored') {
    return { state: { ...state, fixes: joined(state.fixes, evidenceOf(found)) } };
  }
  if (found.verdict === 'inside' || (found.verdict === 'doubtful' && found.metres <= 0)) return { state: INSIDE };
  if (state !== undefined && found.verdict === 'doubtful') {
    return { state: { ...state, fixes: joined(state.fixes, evidenceOf(found)) } };
  }
  const at = seenAt(found.seen);
  const next: Leaving = {
    is: 'leaving',
    from: state?.from ?? at,
    count: (state?.count ?? 0) + 1,
    receivedBy: later(state?.receivedBy ?? found.seen.receivedAt, found.seen.receivedAt),
    farthest: fartherOf(state?.farthest, found),
    fixes: joined(state?.fixes ?? [], evidenceOf(found)),
  };
  const enough = next.count >= found.policy.minFixes && since(next.from, at) >= seconds(found.policy.dwellSeconds);
  if (!enough) return { state: next };
  const episode = opened(next, found);
  return { state: { is: 'out', episode, back: null }, episode };
}

function opened(state: Leaving, found: Look): Episode {
  const { seen, zone } = found;
  const at = seenAt(seen);
  return {
    kind: 'zone.exit',
    superviseeId: seen.superviseeId,
    deviceId: seen.deviceId,
    startedAt: state.from,
    confirmedAt: at,
    receivedBy: state.receivedBy,
    lastAt: at,
    count: state.count,
    ended: null,
    facts: {
      zone: zone.name,
      zoneId: zone.id,
      since: isoInShanghai(state.from),
      fixes: state.count,
      ...rounded(state.farthest),
    },
    fixes: state.fixes,
    zone: { id: zone.id, version: zone.version, name: zone.name, kind: zone.kind },
    records: [],
    versions: versionsOf(VERSION, found),
  };
}

function out(state: Out, found: Look): Step<State> {
  const { episode } = state;
  const fixes = joined(episode.fixes, evidenceOf(found));
  switch (found.verdict) {
    case 'ignored':
    case 'doubtful':
      return { state: { ...state, episode: { ...episode, fixes } } };
    case 'outside': {
      const count = episode.count + 1;
      const { metres, accuracy } = episode.facts;
      const facts = {
        ...episode.facts,
        fixes: count,
        ...rounded(fartherOf({ metres: Number(metres), accuracy: Number(accuracy) }, found)),
      };
      const next = { ...episode, fixes, count, facts, lastAt: seenAt(found.seen) };
      return { state: { is: 'out', episode: next, back: null }, episode: next };
    }
    case 'inside': {
      const back = { from: state.back?.from ?? seenAt(found.seen), count: (state.back?.count ?? 0) + 1 };
      const next = { ...episode, fixes };
      if (back.count < found.policy.returnFixes) return { state: { is: 'out', episode: next, back } };
      return { state: INSIDE, episode: { ...next, ended: { at: back.from, reason: 'returned' } } };
    }
  }
}

const fartherOf = (known: Farthest | undefined, { metres, accuracy }: Look): Farthest =>
  known !== undefined && known.metres >= Math.round(metres) ? known : { metres, accuracy };
const rounded = ({ metres, accuracy }: Farthest): Record<keyof Farthest, number> => ({
  metres: Math.round(metres),
  accuracy: Math.round(accuracy),
});
