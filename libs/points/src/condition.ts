import { educationResults, factKinds, riskGrades, type EducationResult, type RiskGrade } from '#libs/protocol';
import { z } from 'zod';
import type { Fact } from './fact.js';
import { monthOf, monthsAfter, type Month } from './month.js';
import { amount, writePoints, type Points } from './points.js';

const count = z.int().min(1).max(1_000);
const months = z.int().min(1).max(120);

/** What can be asked about somebody at the end of a month. */
const condition = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('facts'), kinds: z.array(z.enum(factKinds)).min(1), atLeast: count, months }),
  z.strictObject({ is: z.literal('education'), of: z.array(z.enum(educationResults)).min(1) }),
  z.strictObject({ is: z.literal('risk'), of: z.array(z.enum(riskGrades)).min(1) }),
  z.strictObject({ is: z.literal('served-under'), months }),
  z.strictObject({ is: z.literal('served-at-least'), months }),
  z.strictObject({ is: z.literal('grade'), of: z.array(z.string()).min(1) }),
  z.strictObject({ is: z.literal('score-under'), points: amount }),
  z.strictObject({ is: z.literal('score-at-least'), points: amount }),
]);
export type Condition = z.output<typeof condition>;

/** All of `all`, one of `any` when there are any, and none of `none`. Empty: always. */
export const conditions = z.strictObject({
  all: z.array(condition).default([]),
  any: z.array(condition).default([]),
  none: z.array(condition).default([]),
});
export type Conditions = z.output<typeof conditions>;

/** What a condition is asked of. */
export interface Standing {
  readonly month: Month;
  readonly facts: readonly Fact[];
  /** Whole months since intake, at the end of the month. */
  readonly served: number;
  readonly score: Points | null;
  readonly grade: string | null;
}

/** That a condition was met, and by what: a person who reads it can check it. */
export interface Reason {
  readonly is: Condition['is'];
  readonly found: string;
  readonly evidence: readonly string[];
}

/** Why the conditions hold; undefined when they do not. */
export function reasonsFor({ all, any, none }: Conditions, standing: Standing): readonly Reason[] | undefined {
  const met = (those: readonly Condition[]): Reason[] =>
    those.map((one) => check(one, standing)).filter((reason) => reason !== undefined);
  const [ofAll, ofAny] = [met(all), met(any)];
  if (ofAll.length < all.length || (any.length > 0 && ofAny.length === 0) || met(none).length > 0) return undefined;
  return [...ofAll, ...ofAny];
}

function check(asked: Condition, standing: Standing): Reason | undefined {
  const reason = (holds: boolean, found: string, evidence: readonly Fact[] = []): Reason | undefined =>
    holds ? { is: asked.is, found, evidence: evidence.map(({ id }) => `fact:${id}`) } : undefined;
  const { served, score, grade } = standing;
  switch (asked.is) {
    case 'facts': {
      const found = within(standing, asked.months).filter(({ kind }) => asked.kinds.includes(kind));
      return reason(found.length >= asked.atLeast, String(found.length), found);
    }
    case 'education': {
      const last = lastOf(within(standing, 1), 'education.result');
      const result = last?.outcome as EducationResult | undefined;
      return reason(result !== undefined && asked.of.includes(result), result ?? '', last ? [last] : []);
    }
    case 'risk': {
      const last = lastOf(within(standing, 1_200), 'risk.graded');
      const risk = last?.outcome as RiskGrade | undefined;
      return reason(risk !== undefined && asked.of.includes(risk), risk ?? '', last ? [last] : []);
    }
    case 'served-under':
      return reason(served < asked.months, String(served));
    case 'served-at-least':
      return reason(served >= asked.months, String(served));
    case 'grade':
      return reason(grade !== null && asked.of.includes(grade), grade ?? '');
    case 'score-under':
      return reason(score !== null && score < asked.points, score === null ? '' : writePoints(score));
    case 'score-at-least':
      return reason(score !== null && score >= asked.points, score === null ? '' : writePoints(score));
  }
}

/** Facts of the month and of those before it, so many in all. */
function within({ facts, month }: Standing, count: number): readonly Fact[] {
  const first = monthsAfter(month, 1 - count);
  return facts.filter(({ at }) => monthOf(at) >= first && monthOf(at) <= month);
}

const lastOf = (facts: readonly Fact[], kind: Fact['kind']): Fact | undefined =>
  facts
    .filter((fact) => fact.kind === kind)
    .sort((one, other) => one.at - other.at || Number(BigInt(one.id) - BigInt(other.id)))
    .at(-1);
