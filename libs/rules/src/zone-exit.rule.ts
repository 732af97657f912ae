import { isoInShanghai, seconds, since, type Instant } from '#libs/kernel';
import { joined, later, seenAt, type Episode, type EvidenceFix } from './episode.js';
import { learned, type ErrorHistory } from './error-history.js';
import { certainty, evidenceOf, look, versionsOf, type Look } from './fix-judgement.js';
import { defineRule, type Step } from './rule.js';

/** Outside fixes before there are enough of them. */
interface Leaving {
  readonly is: 'leaving';
  readonly from: Instant;
  readonly lastAt: Instant;
  readonly count: number;
  readonly receivedBy: Instant;
  readonly farthest: Farthest;
  readonly doubt: Doubt;
  readonly fixes: readonly EvidenceFix[];
}
interface Out {
  readonly is: 'out';
  readonly episode: Episode;
  readonly back: { readonly from: Instant; readonly count: number } | null;
}
type Whereabouts = { readonly is: 'inside' } | Leaving | Out;
interface State {
  readonly where: Whereabouts;
  readonly history: ErrorHistory | null;
}
interface Farthest {
  readonly metres: number;
  readonly accuracy: number;
}
/** What speaks against: that the strongest fixes are wrong, and for how long they would have been so. */
interface Doubt {
  /** That each is inside all the same: the least, and the next one. */
  readonly least: readonly [number, number];
  /** Milliseconds in which every fix was outside. */
  readonly lasted: number;
}

const INSIDE: Whereabouts = { is: 'inside' };
const VERSION = 2;
/** Of a hole between two fixes no more counts as time outside: nobody saw it. */
const MOST_OF_A_HOLE = seconds(300);

/**
 * Outside every area that the supervisee may be in, beyond doubt: by the probability that fixes are outside although the
 * receiver errs, knows it or not, and has erred before. Errors of fixes that follow each other are one error: it is not the
 * number of fixes that makes sure, but how far out two of them are and how long the error would have to last. Fixes that
 * say nothing are kept as evidence and count for nothing.
 */
export const zoneExit = defineRule<'zone.exit', State>({
  kind: 'zone.exit',
  version: VERSION,
  about: 'supervisee',
  asks: ['areas', 'leave.deviation'],
  start: { where: INSIDE, history: null },
  step(state, seen, world) {
    if (seen.lat === null) return { state };
    const found = look(seen, world, state.history);
    const { state: where, episode } = found === undefined ? { state: state.where } : judged(state.where, found);
    const next: State = { where, history: learned(state.history, seen, where.is === 'out') };
    return episode === undefined ? { state: next } : { state: next, episode };
  },
  open: ({ where }) => (where.is === 'out' ? where.episode : undefined),
});

function judged(where: Whereabouts, found: Look): Step<Whereabouts> {
  switch (where.is) {
    case 'inside':
      return found.verdict === 'outside' ? leaving(undefined, found) : { state: where };
    case 'leaving':
      return leaving(where, found);
    case 'out':
      return out(where, found);
  }
}

function leaving(state: Leaving | undefined, found: Look): Step<Whereabouts> {
  if (found.verdict !== 'outside') {
    if (state === undefined || speaksForInside(state, found)) return { state: INSIDE };
    return { state: { ...state, fixes: joined(state.fixes, evidenceOf(found)) } };
  }
  const at = seenAt(found.seen);
  const next: Leaving = {
    is: 'leaving',
    from: state?.from ?? at,
    lastAt: at,
    count: (state?.count ?? 0) + 1,
    receivedBy: later(state?.receivedBy ?? found.seen.receivedAt, found.seen.receivedAt),
    farthest: fartherOf(state?.farthest, found),
    doubt: withFix(state, found),
    fixes: joined(state?.fixes ?? [], evidenceOf(found)),
  };
  if (!isSure(next, found)) return { state: next };
  const episode = opened(next, found);
  return { state: { is: 'out', episode, back: null }, episode };
}

/** A fix with an error so large that it might as well be where the others are says nothing against them. */
function speaksForInside({ farthest }: Leaving, { verdict, metres, accuracy, policy }: Look): boolean {
  if (verdict === 'inside') return true;
  return verdict === 'doubtful' && metres <= 0 && policy.sigma * accuracy < farthest.metres;
}

function withFix(state: Leaving | undefined, { seen, insideAllTheSame }: Look): Doubt {
  if (state === undefined) return { least: [insideAllTheSame, 1], lasted: 0 };
  const [least, next] = state.doubt.least;
  const passed = Math.min(MOST_OF_A_HOLE, since(state.lastAt, seenAt(seen)));
  return {
    least: insideAllTheSame < least ? [insideAllTheSame, least] : [least, Math.min(next, insideAllTheSame)],
    lasted: state.doubt.lasted + passed,
  };
}

/** That somebody is inside all the same: the second best fix counts, since one alone may be a jump. */
function insideAllTheSame({ least, lasted }: Doubt, { minFixes, correlationSeconds }: Look['policy']): number {
  return least[minFixes > 1 ? 1 : 0] * Math.exp(-lasted / seconds(correlationSeconds));
}

const isSure = ({ count, from, lastAt, doubt }: Leaving, { policy }: Look): boolean =>
  count >= policy.minFixes &&
  since(from, lastAt) >= seconds(policy.dwellSeconds) &&
  insideAllTheSame(doubt, policy) <= 1 - policy.probability;

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
      probability: certainty(insideAllTheSame(state.doubt, found.policy)),
      ...rounded(state.farthest),
    },
    fixes: state.fixes,
    zone: { id: zone.id, version: zone.version, name: zone.name, kind: zone.kind },
    records: [],
    versions: versionsOf(VERSION, found),
  };
}

function out(state: Out, found: Look): Step<Whereabouts> {
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
        probability: Math.max(Number(episode.facts['probability']), certainty(found.insideAllTheSame)),
        ...rounded(fartherOf({ metres: Number(metres), accuracy: Number(accuracy) }, found)),
      };
      const next = { ...episode, fixes, count, facts, lastAt: seenAt(found.seen) };
      return { state: { is: 'out', episode: next, back: null }, episode: next };
    }
    case 'inside': {
      const back = { from: state.back?.from ?? seenAt(found.seen), count: (state.back?.count ?? 0) + 1 };
      const next = { ...episode, fixes };
      if (back.count < found.policy.returnFixes) return { state: { is: 'out', episode: next, back } };
      const reason = found.because === 'leave' ? 'permitted' : 'returned';
      return { state: INSIDE, episode: { ...next, ended: { at: back.from, reason } } };
    }
  }
}

const fartherOf = (known: Farthest | undefined, { metres, accuracy }: Look): Farthest =>
  known !== undefined && known.metres >= Math.round(metres) ? known : { metres, accuracy };
const rounded = ({ metres, accuracy }: Farthest): Record<keyof Farthest, number> => ({
  metres: Math.round(metres),
  accuracy: Math.round(accuracy),
});
