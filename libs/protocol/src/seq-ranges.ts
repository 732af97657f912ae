/** Sequence numbers from the first to the last, both included. Lists of ranges are in order and apart from each other. */
export type SeqRange = readonly [from: number, to: number];

/** The fewest ranges that hold exactly these numbers. */
export const rangesOf = (seqs: readonly number[]): SeqRange[] => joined(seqs.map((seq) => [seq, seq]));

/** The fewest ranges that hold what any of these hold, in whatever order they are. */
export function joined(ranges: readonly SeqRange[]): SeqRange[] {
  const result: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

/** The same as `joined` of both. What goes on where the first ends, as nearly everything does, is not sorted. */
export function extended(ranges: readonly SeqRange[], more: readonly SeqRange[]): SeqRange[] {
  const [last, next] = [ranges.at(-1), more[0]];
  if (more.length !== 1 || last === undefined || next === undefined || next[0] !== last[1] + 1) {
    return joined([...ranges, ...more]);
  }
  const result = ranges.slice();
  result[result.length - 1] = [last[0], next[1]];
  return result;
}

/** What of the ranges lies within one. */
export const within = (ranges: readonly SeqRange[], [from, to]: SeqRange): SeqRange[] =>
  ranges.map(([a, b]): SeqRange => [Math.max(a, from), Math.min(b, to)]).filter(([a, b]) => a <= b);

/** What the ranges leave out of one, the lowest first. */
export function holesIn([from, to]: SeqRange, ranges: readonly SeqRange[]): SeqRange[] {
  const holes: SeqRange[] = [];
  let next = from;
  for (const [a, b] of within(ranges, [from, to])) {
    if (a > next) holes.push([next, a - 1]);
    next = b + 1;
  }
  if (next <= to) holes.push([next, to]);
  return holes;
}

/** Whether the ranges hold a number. */
export function holds(ranges: readonly SeqRange[], seq: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.[1] ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low];
  return range !== undefined && range[0] <= seq;
}
