import type { PointsAccount } from '#libs/protocol';

export interface ScoreAt {
  readonly at: number;
  readonly score: number;
  /** What changed it; undefined at the opening of a month, and now. */
  readonly entryId?: string;
}

type Account = Pick<PointsAccount, 'month' | 'score' | 'months' | 'movements'>;

/**
 * The score over time, step by step: each month from its opening, each line where it was booked, until now. The running
 * month is not closed: it opened with what its lines leave of the score. For drawing only.
 */
export function scoreLine(account: Account, now: number): readonly ScoreAt[] {
  const { month: running, score, months, movements } = account;
  const booked = (month: string) => movements.filter((one) => one.month === month);
  const closed = months
    .filter(({ month, opening }) => opening !== null && month < running)
    .map(({ month, opening }) => ({ month, opening: Number(opening) }))
    .sort((a, b) => (a.month < b.month ? -1 : 1));
  if (score === null) return closed.flatMap(({ month, opening }) => steps(month, opening, booked(month)));
  const opened = rounded(booked(running).reduce((left, { amount }) => left - Number(amount), Number(score)));
  const line = [...closed, { month: running, opening: opened }];
  return [
    ...line.flatMap(({ month, opening }) => steps(month, opening, booked(month))),
    { at: now, score: Number(score) },
  ];
}

function steps(month: string, opening: number, movements: Account['movements']): ScoreAt[] {
  let score = opening;
  const changes = movements.map(({ at, amount, entryId }) => {
    score = rounded(score + Number(amount));
    return { at: Date.parse(at), score, entryId };
  });
  return [{ at: Date.parse(`${month}-01T00:00:00+08:00`), score: opening }, ...changes];
}

/** Hundredths: sums of binary fractions are not decimals. */
const rounded = (score: number): number => Math.round(score * 100) / 100;
