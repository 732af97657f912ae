import { instant, isoInShanghai, since, type Instant, type Millis } from '#libs/kernel';
import type { trackGap } from '#libs/protocol';
import type { Span, TrackRecord } from '#libs/store';
import type { z } from 'zod';

export type TrackGap = z.infer<typeof trackGap>;
type Said = Pick<TrackRecord, 'standsAt' | 'position'>;

/**
 * Where a track says nothing, and why: no order was in force (`no_legal_basis`), the wristband said nothing for longer
 * than `patience` (`silent`), or it spoke without knowing where it was (`no_position`). In order, never overlapping.
 * `records` are in order; `coverage` may overlap.
 */
export function gapsOf(records: readonly Said[], coverage: readonly Span[], span: Span, patience: Millis): TrackGap[] {
  const covered = merged(coverage, span);
  const pieces = covered.flatMap((piece) => gapsWithin(piece, records, patience));
  const unlawful = complement(covered, span).map((hole) => gap(hole.from, hole.to, 'no_legal_basis'));
  return [...pieces, ...unlawful].sort((a, b) => (a.from < b.from ? -1 : 1));
}

function gapsWithin(piece: Span, records: readonly Said[], patience: Millis): TrackGap[] {
  const inside = records.filter(({ standsAt }) => standsAt >= piece.from && standsAt < piece.to);
  const positions = inside.filter(({ position }) => position !== null).map(({ standsAt }) => standsAt);
  return pairs([piece.from, ...positions, piece.to])
    .filter(([from, to]) => since(from, to) > patience)
    .flatMap(([from, to]) => {
      const between = inside.map(({ standsAt }) => standsAt).filter((at) => at > from && at < to);
      return stretches([from, ...between, to], patience);
    });
}

/** Between two positions: where nothing was said it was silent, the rest was said without a position. */
function stretches(times: readonly Instant[], patience: Millis): TrackGap[] {
  const gaps: TrackGap[] = [];
  let spokenFrom = times[0];
  for (const [from, to] of pairs(times)) {
    if (since(from, to) <= patience) continue;
    if (spokenFrom !== undefined && spokenFrom < from) gaps.push(gap(spokenFrom, from, 'no_position'));
    gaps.push(gap(from, to, 'silent'));
    spokenFrom = to;
  }
  const end = times.at(-1);
  if (spokenFrom !== undefined && end !== undefined && spokenFrom < end) gaps.push(gap(spokenFrom, end, 'no_position'));
  return gaps;
}

/** In order, touching spans joined, cut to `within`. */
function merged(spans: readonly Span[], within: Span): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const from = instant(Math.max(span.from, within.from));
    const to = instant(Math.min(span.to, within.to));
    const last = joined.at(-1);
    if (from >= to) continue;
    if (last !== undefined && from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: instant(Math.max(last.to, to)) };
    else joined.push({ from, to });
  }
  return joined;
}

function complement(covered: readonly Span[], within: Span): Span[] {
  const edges = [within.from, ...covered.flatMap(({ from, to }) => [from, to]), within.to];
  return pairs(edges)
    .filter((_, index) => index % 2 === 0)
    .filter(([from, to]) => from < to)
    .map(([from, to]) => ({ from, to }));
}

const pairs = <T>(items: readonly T[]): [T, T][] => items.slice(1).map((item, index) => [items[index] as T, item]);

function gap(from: Instant, to: Instant, because: TrackGap['because']): TrackGap {
  return { from: isoInShanghai(from), to: isoInShanghai(to), because, seconds: Math.round(since(from, to) / 1_000) };
}
