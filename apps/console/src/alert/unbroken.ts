interface Timed {
  readonly at: string;
}

/** Longer than this many times the usual pause between fixes, and something lies between that is not shown. */
const BREAK = 4;

/** Of long evidence the middle is left out: no line is drawn where fixes may be missing. Fixes in the order of time. */
export function unbroken<Fix extends Timed>(fixes: readonly Fix[]): Fix[][] {
  const pauses = fixes.slice(1).map((fix, index) => Date.parse(fix.at) - Date.parse(fixes[index]?.at ?? fix.at));
  const usual = pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? 0;
  const stretches: Fix[][] = [];
  fixes.forEach((fix, index) => {
    if (index === 0 || (pauses[index - 1] ?? 0) > BREAK * usual) stretches.push([]);
    stretches.at(-1)?.push(fix);
  });
  return stretches;
}
