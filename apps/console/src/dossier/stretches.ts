import type { Track } from '#libs/protocol';

type Fix = Track['fixes'][number];

/** The used fixes between gaps: where the person was in a gap is not known, and no line is drawn across it. */
export function stretchesOf({ fixes, gaps }: Track): Fix[][] {
  const ends = gaps.map((gap) => Date.parse(gap.to)).sort((a, b) => a - b);
  const stretches: Fix[][] = [];
  let gapsBefore = -1;
  for (const fix of [...fixes].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    if (!fix.used) continue;
    const passed = ends.filter((end) => end <= Date.parse(fix.at)).length;
    if (passed !== gapsBefore) stretches.push([]);
    gapsBefore = passed;
    stretches.at(-1)?.push(fix);
  }
  return stretches;
}
