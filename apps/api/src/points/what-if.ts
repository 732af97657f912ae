import { setImmediate as others } from 'node:timers/promises';
import type { Instant, SuperviseeId } from '#libs/kernel';
import { monthOf, monthsAfter, writePoints, type ClosedMonth, type Scheme } from '#libs/points';
import type { WhatIf } from '#libs/protocol';
import { PointsTrialView, type Database } from '#libs/store';

const MONTHS = 12;
const AT_ONCE = 100;
const MOST_MOVERS = 1_000;

/**
 * Who would stand elsewhere if another scheme had applied for the last twelve months that are over. Some people at a time:
 * other requests come in between.
 */
export async function whatIf(
  db: Database,
  division: string,
  [before, after]: readonly [Scheme, Scheme],
  at: Instant,
): Promise<WhatIf> {
  const last = monthsAfter(monthOf(at), -1);
  const first = monthsAfter(last, 1 - MONTHS);
  const view = new PointsTrialView(db);
  const trial = { division, schemes: [before, after], first, last };
  const movers: WhatIf['movers'] = [];
  const bands = new Map<string, { before: number; after: number }>();
  let people = 0;
  for (let from: SuperviseeId | '0' | undefined = '0'; from !== undefined;) {
    const some = await view.some(trial, from, AT_ONCE);
    for (const { superviseeId, name, ends } of some) {
      const [was, is] = [standingOf(ends[0]), standingOf(ends[1])];
      counted(bands, was.band).before += 1;
      counted(bands, is.band).after += 1;
      if (was.band === is.band && was.grade === is.grade) continue;
      if (movers.length < MOST_MOVERS) movers.push({ superviseeId, name, before: was, after: is });
    }
    people += some.length;
    from = some.length < AT_ONCE ? undefined : some.at(-1)?.superviseeId;
    await others();
  }
  return {
    months: Array.from({ length: MONTHS }, (_, index) => monthsAfter(first, index)),
    people,
    movers,
    bands: [...bands].filter(([band]) => band !== '').map(([band, counts]) => ({ band, ...counts })),
  };
}

function counted(bands: Map<string, { before: number; after: number }>, band: string | null) {
  const known = bands.get(band ?? '') ?? { before: 0, after: 0 };
  bands.set(band ?? '', known);
  return known;
}

const standingOf = (end: ClosedMonth | undefined) => ({
  score: end?.closing == null ? null : writePoints(end.closing),
  band: end?.band ?? null,
  grade: end?.grade ?? null,
});
