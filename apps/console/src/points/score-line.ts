import type { PointsAccount } from '#libs/protocol';

export interface ScoreAt {
  readonly at: number;
  readonly score: number;
  /** What changed it; undefined at the opening of a month. */
  readonly entryId?: string;
}

/** The score over time, step by step: each month from its opening, each line where it was booked. For drawing only. */
export function scoreLine({ months, movements }: Pick<PointsAccount, 'months' | 'movements'>): readonly ScoreAt[] {
  return [...months]
    .sort((a, b) => (a.month < b.month ? -1 : 1))
    .flatMap(({ month, opening }) => {
      if (opening === null) return [];
      let score = Number(opening);
      const steps: ScoreAt[] = [{ at: Date.parse(`${month}-01T00:00:00+08:00`), score }];
      for (const movement of movements.filter((one) => one.month === month)) {
        score = Math.round((score + Number(movement.amount)) * 100) / 100;
        steps.push({ at: Date.parse(movement.at), score, entryId: movement.entryId });
      }
      return steps;
    });
}
