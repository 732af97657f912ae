import type { Instant, SuperviseeId } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import { episodeId, type Episode } from './episode.js';

export interface Span {
  readonly from: Instant;
  readonly sureAt: Instant;
  /** Null: it went on. */
  readonly to: Instant | null;
}

/** Something that lasted, as far as it is compared. `episode` names it, as it names its alert. */
export interface Found extends Span {
  readonly kind: AlertKind;
  readonly superviseeId: SuperviseeId;
  readonly episode: string;
}

export const foundOf = (episode: Episode): Found => ({
  kind: episode.kind,
  superviseeId: episode.superviseeId,
  episode: episodeId(episode),
  from: episode.startedAt,
  sureAt: episode.confirmedAt,
  to: episode.ended?.at ?? null,
});

export interface Difference {
  readonly is: 'raised' | 'gone' | 'changed';
  readonly kind: AlertKind;
  readonly superviseeId: SuperviseeId;
  readonly before: Span | null;
  readonly after: Span | null;
  /** The name of the alert, where there may be one. */
  readonly episode: string | null;
}

export interface Counts {
  readonly kind: AlertKind;
  readonly before: number;
  readonly after: number;
  readonly raised: number;
  readonly gone: number;
  readonly changed: number;
}

/** What was found of all who were judged so far. Plain JSON. */
export interface Tally {
  readonly kinds: readonly Counts[];
  readonly examples: readonly Difference[];
}

/** So many of each kind and verdict are kept to be looked at; all are counted. */
const KEPT = 20;

/** What was found by one and by the other, of so many kinds. `bySure`: when they were sure counts, too. */
export function tallyOf(
  kinds: readonly AlertKind[],
  before: readonly Found[],
  after: readonly Found[],
  bySure = true,
): Tally {
  const examples = kinds.flatMap((kind) => compare(ofKind(before, kind), ofKind(after, kind), bySure));
  const count = (kind: AlertKind, is: Difference['is']): number =>
    examples.filter((one) => one.kind === kind && one.is === is).length;
  return {
    examples,
    kinds: kinds.map((kind) => ({
      kind,
      before: ofKind(before, kind).length,
      after: ofKind(after, kind).length,
      raised: count(kind, 'raised'),
      gone: count(kind, 'gone'),
      changed: count(kind, 'changed'),
    })),
  };
}

const ofKind = (all: readonly Found[], kind: AlertKind): Found[] =>
  all.filter((one) => one.kind === kind).sort((a, b) => a.from - b.from);

/** Of one kind, each list in the order of time: those that overlap are the same thing found by both. */
function compare(before: readonly Found[], after: readonly Found[], bySure: boolean): Difference[] {
  const differences: Difference[] = [];
  for (let i = 0, j = 0; i < before.length || j < after.length;) {
    const [was, is] = [before[i], after[j]];
    if (was !== undefined && is !== undefined && overlap(was, is)) {
      if (!equal(was, is, bySure)) differences.push(difference('changed', was, was, is));
      i += 1;
      j += 1;
    } else if (was !== undefined && (is === undefined || was.from <= is.from)) {
      differences.push(difference('gone', was, was, null));
      i += 1;
    } else if (is !== undefined) {
      differences.push(difference('raised', is, null, is));
      j += 1;
    }
  }
  return differences;
}

const difference = (is: Difference['is'], of: Found, before: Found | null, after: Found | null): Difference => ({
  is,
  kind: of.kind,
  superviseeId: of.superviseeId,
  before: before && spanOf(before),
  after: after && spanOf(after),
  episode: before === null ? null : before.episode,
});

const spanOf = ({ from, sureAt, to }: Span): Span => ({ from, sureAt, to });
const equal = (a: Span, b: Span, bySure: boolean): boolean =>
  a.from === b.from && a.to === b.to && (!bySure || a.sureAt === b.sureAt);
const overlap = (a: Span, b: Span): boolean => a.from <= (b.to ?? Infinity) && b.from <= (a.to ?? Infinity);

/** Of those judged so far and one more. */
export function added(all: Tally | null, one: Tally): Tally {
  const kinds = one.kinds.map((more) => {
    const sum = all?.kinds.find(({ kind }) => kind === more.kind);
    if (sum === undefined) return more;
    const { kind, before, after, raised, gone, changed } = more;
    return {
      kind,
      before: sum.before + before,
      after: sum.after + after,
      raised: sum.raised + raised,
      gone: sum.gone + gone,
      changed: sum.changed + changed,
    };
  });
  const examples = [...(all?.examples ?? [])];
  for (const example of one.examples) {
    const alike = examples.filter(({ kind, is }) => kind === example.kind && is === example.is);
    if (alike.length < KEPT) examples.push(example);
  }
  return { kinds, examples };
}
