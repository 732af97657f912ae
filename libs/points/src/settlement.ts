import type { ClassCode } from '#libs/protocol';
import { reasonsFor, type Reason } from './condition.js';
import type { Fact } from './fact.js';
import { monthOf as begins, type Month } from './month.js';
import { points, sum, type Points } from './points.js';
import type { Band, Scheme } from './scheme.js';

/** What is known of somebody when a month is closed. */
export interface MonthOfOne {
  readonly month: Month;
  /** What the last close ended with; null: there was none. */
  readonly opening: Points | null;
  /** Everything that was booked in this month. */
  readonly movements: readonly { readonly part: string; readonly amount: Points }[];
  readonly facts: readonly Fact[];
  readonly served: number;
  readonly currentClass: ClassCode | null;
}

export interface ClosedMonth {
  readonly opening: Points | null;
  readonly base: Points | null;
  readonly additions: Points;
  readonly deductions: Points;
  readonly closing: Points | null;
  readonly parts: Readonly<Record<string, Points>>;
  readonly band: string | null;
  readonly grade: string | null;
  readonly classProposal: ClassProposal | null;
  /** A case that may be looked into: the score together with a fact that the law names. Never a penalty. */
  readonly prompts: readonly { readonly opens: 'admonition' | 'warning'; readonly facts: readonly string[] }[];
}

/** What a person is asked to decide, and why. */
export interface ClassProposal {
  readonly proposed: ClassCode;
  readonly reasons: readonly Reason[];
}

/** What a month comes to. The same facts give the same answer, however often they are asked. */
export function closeMonth(scheme: Scheme, one: MonthOfOne): ClosedMonth {
  const { account } = scheme;
  const base = account.is === 'monthly' ? baseOf(account, one) : null;
  const opening = openingOf(scheme, one.opening);
  const amounts = one.movements.map(({ amount }) => amount);
  const closing = opening === null ? null : points(opening + (base ?? 0n) + sum(amounts));
  const standing = { month: one.month, facts: one.facts, served: one.served, score: closing };
  const grade = scheme.grades.find(({ when }) => reasonsFor(when, { ...standing, grade: null }))?.code ?? null;
  return {
    opening,
    base,
    additions: sum(amounts.filter((amount) => amount > 0n)),
    deductions: sum(amounts.filter((amount) => amount < 0n)),
    closing,
    parts: partsOf(one),
    band: closing === null ? null : (bandOf(scheme, closing)?.code ?? null),
    grade,
    classProposal: proposeClass(scheme, { ...standing, grade }, one.currentClass),
    prompts: promptsFor(scheme, closing, one),
  };
}

/** The band of a score. */
export const bandOf = ({ bands }: Scheme, score: Points): Band | undefined =>
  bands.find(({ from }) => from === null || score >= from);

function openingOf({ account }: Scheme, before: Points | null): Points | null {
  if (account.is === 'none') return null;
  if (account.is === 'running') return before ?? account.start;
  return account.carry ? (before ?? points(0n)) : points(0n);
}

function baseOf(account: Extract<Scheme['account'], { is: 'monthly' }>, { facts, month }: MonthOfOne): Points {
  const applies = ({ at, to }: Fact): boolean => begins(at) <= month && begins(to) >= month;
  const other = account.otherBases.find(({ fact }) => facts.some((one) => one.kind === fact && applies(one)));
  return other?.base ?? account.base;
}

function partsOf({ movements }: MonthOfOne): Record<string, Points> {
  const parts: Record<string, Points> = {};
  for (const { part, amount } of movements) parts[part] = points((parts[part] ?? 0n) + amount);
  return parts;
}

/** Proposes a class only when it is another one than now; a person decides. */
export function proposeClass(
  scheme: Scheme,
  standing: Parameters<typeof reasonsFor>[1],
  current: ClassCode | null,
): ClassProposal | null {
  for (const { code, when } of scheme.classes) {
    const reasons = reasonsFor(when, standing);
    if (reasons !== undefined) return code === current ? null : { proposed: code, reasons };
  }
  return null;
}

function promptsFor({ prompts }: Scheme, score: Points | null, { facts, month }: MonthOfOne): ClosedMonth['prompts'] {
  if (score === null) return [];
  return prompts.flatMap(({ opens, under, with: statutory }) => {
    const found = facts.filter(
      ({ kind, at }) => (statutory as readonly string[]).includes(kind) && begins(at) === month,
    );
    return score < under && found.length > 0 ? [{ opens, facts: found.map(({ id }) => id) }] : [];
  });
}
