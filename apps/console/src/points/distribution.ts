import type { PointsCloseLine } from '#libs/protocol';

/** How many people closed at how many points: in steps of so many, without empty ones at the ends. */
export function distribution(
  lines: readonly Pick<PointsCloseLine, 'closing'>[],
  step = 25,
): readonly { readonly from: number; readonly people: number }[] {
  const starts = lines.flatMap(({ closing }) => (closing === null ? [] : [Math.floor(Number(closing) / step) * step]));
  if (starts.length === 0) return [];
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  return Array.from({ length: (last - first) / step + 1 }, (_, index) => {
    const from = first + index * step;
    return { from, people: starts.filter((start) => start === from).length };
  });
}
