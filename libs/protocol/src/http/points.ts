import { z } from 'zod';
import { alertKinds, date, educationResults, factKinds, id, pointsStates, riskGrades, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { page, paging } from './shared.js';

/** Exact: a JSON number would be a binary fraction. */
export const decimal = z
  .string()
  .regex(/^-?\d{1,17}(\.\d{1,2})?$/)
  .describe('points or hours: a decimal with at most two places, as text');
export const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .describe('a month of the calendar of the place, as 2026-11');
const words = z.string().trim().min(1).max(2_000);
const person = z.object({ id, name: z.string() });

export const newFact = z
  .strictObject({
    kind: z.enum(factKinds),
    at: time,
    to: time.optional().describe('until when, for what lasts; the same moment without it'),
    hours: decimal.optional(),
    outcome: z.enum([...educationResults, ...riskGrades]).optional(),
    evidence: words.describe('what shows it: a paper, a file, who saw it'),
  })
  .refine(({ kind, hours }) => (hours !== undefined) === kind.endsWith('.hours'), {
    path: ['hours'],
    message: 'for hours of education and public-benefit work, and only for these',
  })
  .refine(({ kind, outcome }) => outcomesOf(kind).includes(outcome), {
    path: ['outcome'],
    message: 'good, pass or fail of education; low, medium or high of a risk; nothing otherwise',
  });

function outcomesOf(kind: string): readonly (string | undefined)[] {
  if (kind === 'education.result') return educationResults;
  return kind === 'risk.graded' ? riskGrades : [undefined];
}

export const fact = z.object({
  id,
  superviseeId: id,
  kind: z.enum(factKinds),
  at: time,
  to: time,
  hours: decimal.nullable(),
  outcome: z.enum([...educationResults, ...riskGrades]).nullable(),
  evidence: z.string(),
  recordedBy: person,
  recordedAt: time,
  withdrawn: z.object({ reason: z.string(), by: person, at: time }).nullable(),
});
export type SuperviseeFact = z.infer<typeof fact>;

export const newPoints = z.strictObject({
  item: z.string().min(1).max(100).describe('of the scheme in force for that time'),
  at: time.describe('when it happened'),
  hours: decimal.optional().describe('for an item that counts hours'),
  reason: words,
});

const pointsAct = z.object({
  act: z.enum(['confirmed', 'withdrawn', 'objected', 'upheld', 'overturned']),
  by: person.nullable().describe('null: the platform itself'),
  at: time,
  reason: z.string(),
  evidence: z.array(z.string()).describe('such as leave:7, fact:12, alert:5'),
  due: time.nullable().describe('of an objection: by when it is to be answered'),
});
export const pointsEntry = z.object({
  id,
  superviseeId: id,
  superviseeName: z.string(),
  scheme: z.object({ id, version: z.int() }),
  item: z.string(),
  itemName: z.string(),
  clause: z.string(),
  part: z.string(),
  partName: z.string(),
  sign: z.enum(['add', 'deduct']),
  asked: decimal.describe('before caps, without sign'),
  counted: decimal.describe('what the score is changed by now, with its sign; 0 unless confirmed'),
  capped: decimal.describe('what a cap takes of it; it comes back when there is room'),
  cap: z.string().nullable(),
  at: time,
  reason: z.string(),
  state: z.enum(pointsStates),
  factId: id.nullable(),
  alerts: z
    .array(z.object({ id, kind: z.enum(alertKinds) }))
    .describe('the outing: one deduction, however many alerts'),
  proposedBy: person.nullable().describe('null: the platform itself'),
  proposedAt: time,
  acts: z.array(pointsAct).describe('oldest first'),
});
export type PointsEntry = z.infer<typeof pointsEntry>;

export const pointsAccount = z.object({
  superviseeId: id,
  scheme: z.object({ id, version: z.int(), code: z.string(), name: z.string() }).nullable(),
  month,
  score: decimal.nullable(),
  band: z.object({ code: z.string(), name: z.string(), colour: z.string(), effects: z.array(z.string()) }).nullable(),
  parts: z.array(z.object({ code: z.string(), name: z.string(), points: decimal })).describe('of the running month'),
  entries: z.array(pointsEntry).describe('newest first'),
  movements: z
    .array(z.object({ entryId: id, amount: decimal, month, at: time }))
    .describe('every line booked, oldest first: their sum is what the score has changed by'),
  months: z.array(
    z.object({ month, opening: decimal.nullable(), closing: decimal.nullable(), band: z.string().nullable() }),
  ),
});
export type PointsAccount = z.infer<typeof pointsAccount>;

const officers = ['officer', 'county', 'head'] as const;
const readers = [...officers, 'prosecutor'] as const;
const because = z.strictObject({ reason: words });
export const pointsEndpoints = {
  getPoints: endpoint({
    method: 'GET',
    path: '/supervisees/{id}/points',
    roles: readers,
    summary: 'Score, ledger and every line booked of a supervisee',
    answer: pointsAccount,
  }),
  proposePoints: endpoint({
    method: 'POST',
    path: '/supervisees/{id}/points',
    roles: officers,
    summary: 'Propose an entry; it counts when somebody else confirms it',
    body: newPoints,
    answer: pointsEntry,
    status: 201,
  }),
  getPointsStatement: endpoint({
    method: 'GET',
    path: '/supervisees/{id}/points-statement',
    roles: readers,
    summary: 'What a month came to, in plain Chinese for the supervisee',
    query: z.strictObject({ month }),
    answer: z.object({ month, lines: z.array(z.string()) }),
  }),
  listFacts: endpoint({
    method: 'GET',
    path: '/supervisees/{id}/facts',
    roles: readers,
    summary: 'Reports, education, public-benefit work, decisions on record, newest first',
    answer: z.object({ items: z.array(fact), next: z.null() }),
  }),
  recordFact: endpoint({
    method: 'POST',
    path: '/supervisees/{id}/facts',
    roles: officers,
    summary: 'Record a fact; the platform proposes points from it where the scheme in force says so',
    body: newFact,
    answer: fact,
    status: 201,
  }),
  withdrawFact: endpoint({
    method: 'POST',
    path: '/facts/{id}/withdraw',
    roles: officers,
    summary: 'It was not so: the points it brought or cost are taken back',
    body: because,
    answer: fact,
    status: 200,
  }),
  listPointsEntries: endpoint({
    method: 'GET',
    path: '/points-entries',
    roles: readers,
    summary: 'Entries of the jurisdiction, newest first: with `state=proposed` what waits for a reviewer',
    query: z.strictObject({ ...paging, state: z.enum(pointsStates).optional(), on: date.optional() }),
    answer: page(pointsEntry),
  }),
  confirmPoints: endpoint({
    method: 'POST',
    path: '/points-entries/{id}/confirm',
    roles: officers,
    summary: 'Confirm what somebody else, or the platform, proposed',
    body: because.optional(),
    answer: pointsEntry,
    status: 200,
  }),
  withdrawPoints: endpoint({
    method: 'POST',
    path: '/points-entries/{id}/withdraw',
    roles: officers,
    summary: 'A proposal does not become an entry',
    body: because,
    answer: pointsEntry,
    status: 200,
  }),
  objectToPoints: endpoint({
    method: 'POST',
    path: '/points-entries/{id}/object',
    roles: officers,
    summary: 'Record the objection of a supervisee to a confirmed entry; its clock begins',
    body: because,
    answer: pointsEntry,
    status: 200,
  }),
  upholdPoints: endpoint({
    method: 'POST',
    path: '/points-entries/{id}/uphold',
    roles: ['county', 'head'],
    summary: 'The objection is answered: the entry stands. Not by who confirmed it',
    body: because,
    answer: pointsEntry,
    status: 200,
  }),
  overturnPoints: endpoint({
    method: 'POST',
    path: '/points-entries/{id}/overturn',
    roles: ['county', 'head'],
    summary: 'Take a confirmed entry back by a reversing line. Not by who confirmed it',
    body: because,
    answer: pointsEntry,
    status: 200,
  }),
};
