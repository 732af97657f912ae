import type { SeqRange } from '#libs/protocol';

/** Ranges with both ends included, as an int8multirange, which prints its own half-open. */
export const multirangeText = (ranges: readonly SeqRange[]): string =>
  `{${ranges.map(([from, to]) => `[${from},${to}]`).join(',')}}`;

export function readMultirange(text: string): SeqRange[] {
  return Array.from(text.matchAll(/\[(\d+),(\d+)\)/g), ([, from, end]) => [Number(from), Number(end) - 1] as const);
}
