import { alertKinds, classCodes, factKinds, statutoryFacts } from '#libs/protocol';
import { z } from 'zod';
import { conditions } from './condition.js';
import { amount, positive } from './points.js';

const code = z.string().regex(/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/, 'small letters, digits, hyphens and dots');
const name = z.string().trim().min(1).max(200);
const days = z.int().min(0).max(60);

/** At most so much in one event, in a month, in a year. What is beyond is recorded as capped. */
const caps = z.strictObject({
  event: positive.optional(),
  month: positive.optional(),
  year: positive.optional(),
});

const part = z.strictObject({
  code,
  name,
  additions: caps.omit({ event: true }).default({}),
  deductions: caps.omit({ event: true }).default({}),
});

/** `points`, or so many for each hour beyond what is expected anyway. */
const formula = z.strictObject({ perUnit: positive, beyond: amount.prefault('0') });

const item = z
  .strictObject({
    code,
    name,
    part: code,
    sign: z.enum(['add', 'deduct']),
    points: positive.optional(),
    formula: formula.optional(),
    /** The clause of the local rule on which it rests. */
    clause: name,
    caps: caps.default({}),
    /** What proposes it by itself; without both, only a person does. */
    facts: z.array(z.enum(factKinds)).default([]),
    alerts: z.array(z.enum(alertKinds)).default([]),
  })
  .refine((given) => (given.points === undefined) !== (given.formula === undefined), {
    path: ['points'],
    message: 'give points or a formula',
  })
  .refine((given) => given.alerts.length === 0 || given.sign === 'deduct', {
    path: ['sign'],
    message: 'an alert adds nothing',
  })
  .refine((given) => given.alerts.length === 0 || given.points !== undefined, {
    path: ['formula'],
    message: 'an alert has no hours',
  });

/** What a band may bring. A penalty is not among them: points alone never penalise. */
export const bandEffects = [
  'leave.simplified',
  'commendation.considered',
  'training.first',
  'job.recommended',
  'visit.cultural',
  'management.ordinary',
  'talk.warning',
  'supervision.raised',
] as const;

const band = z.strictObject({
  code,
  name,
  colour: z.string().regex(/^#[0-9a-f]{6}$/, 'a colour as #rrggbb'),
  from: amount.nullable(),
  effects: z.array(z.enum(bandEffects)).default([]),
});

/** A score may prompt a case only together with a fact that the law names. */
const prompt = z.strictObject({
  opens: z.enum(['admonition', 'warning']),
  under: amount,
  with: z.array(z.enum(statutoryFacts)).min(1),
});

const account = z.discriminatedUnion('is', [
  /** One score that goes on, between two ends. */
  z.strictObject({ is: z.literal('running'), start: amount, floor: amount, ceiling: amount }),
  /** A base each month; with `carry` the months add up, and what is negative stays so. */
  z.strictObject({
    is: z.literal('monthly'),
    base: amount,
    carry: z.boolean(),
    otherBases: z.array(z.strictObject({ fact: z.enum(factKinds), base: amount })).default([]),
  }),
  /** No score: grades only. */
  z.strictObject({ is: z.literal('none') }),
]);

const rule = z.strictObject({ code, name, when: conditions });
const duties = z.strictObject({
  reportDays: z.int().min(1).max(92),
  educationHours: amount,
  benefitHours: amount,
  intervalSeconds: z.int().min(1).max(3_600),
});
const classRule = rule.extend({ code: z.enum(classCodes), duties });

export const scheme = z
  .strictObject({
    code,
    name,
    basis: z.string().trim().min(1).max(2_000),
    account,
    /** `event`: caps are filled in the order in which things happened, so the order of entry does not matter. */
    order: z.enum(['event', 'entry']),
    parts: z.array(part),
    items: z.array(item),
    /** Highest first; the last one has no beginning. */
    bands: z.array(band).default([]),
    /** The first whose conditions hold. */
    grades: z.array(rule).default([]),
    classes: z.array(classRule).default([]),
    prompts: z.array(prompt).default([]),
    /** Alerts that overlap, or lie no farther apart than this, are one outing. */
    outingJoinMinutes: z.int().min(0).max(1_440).default(60),
    month: z.strictObject({ publicityDays: days, objectionDays: days, reviewDays: days }),
  })
  .superRefine((given, context) => {
    const wrong = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    const lists = { parts: given.parts, items: given.items, bands: given.bands, grades: given.grades };
    for (const [list, members] of Object.entries({ ...lists, classes: given.classes })) {
      const codes = members.map((member) => member.code);
      codes.forEach((one, index) => {
        if (codes.indexOf(one) < index) wrong([list, index, 'code'], 'there is one of this code already');
      });
    }
    given.items.forEach(({ part: of }, index) => {
      if (!given.parts.some((one) => one.code === of)) wrong(['items', index, 'part'], 'no such part');
    });
    given.bands.forEach(({ from }, index) => {
      const above = given.bands[index - 1]?.from ?? null;
      const isLast = index === given.bands.length - 1;
      if ((from === null) !== isLast) wrong(['bands', index, 'from'], 'the last band, and no other, has no beginning');
      if (from !== null && above !== null && from >= above) wrong(['bands', index, 'from'], 'highest band first');
    });
    const { account: kept } = given;
    if (kept.is === 'running' && !(kept.floor <= kept.start && kept.start <= kept.ceiling)) {
      wrong(['account', 'start'], 'between floor and ceiling');
    }
    if (kept.is === 'none') {
      if (given.items.length > 0) wrong(['items'], 'without a score there are no items');
      if (given.bands.length > 0) wrong(['bands'], 'without a score there are no bands');
    }
    given.classes.forEach(({ when }, index) => {
      for (const set of ['all', 'any', 'none'] as const) {
        when[set].forEach((one, at) => {
          const unknown = one.is === 'grade' && one.of.some((of) => !given.grades.some((grade) => grade.code === of));
          if (unknown) wrong(['classes', index, 'when', set, at, 'of'], 'no such grade');
        });
      }
    });
  });
export type Scheme = z.output<typeof scheme>;
/** As it is written, stored and sent. */
export type SchemeDocument = z.input<typeof scheme>;
export type Item = Scheme['items'][number];
export type Band = Scheme['bands'][number];
export type Duties = z.output<typeof duties>;
