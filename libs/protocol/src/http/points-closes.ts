import { z } from 'zod';
import { classCodes, divisionCode, id, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { decimal, month } from './points.js';

const person = z.object({ id, name: z.string() });
export const closeSteps = ['computed', 'published', 'final', 'sent'] as const;

export const pointsClose = z.object({
  id,
  division: divisionCode,
  month,
  scheme: z.object({ id, version: z.int() }),
  begunBy: person,
  begunAt: time,
  people: z.int(),
  objections: z.int().describe('that nobody has answered yet'),
  state: z.enum(['begun', ...closeSteps]),
  steps: z.array(
    z.object({
      step: z.enum(closeSteps),
      by: person.nullable().describe('null: the platform itself'),
      until: time.nullable().describe('until when it is public, and objections are heard'),
      at: time,
    }),
  ),
});
export type PointsClose = z.infer<typeof pointsClose>;

export const pointsCloseLine = z.object({
  superviseeId: id,
  name: z.string(),
  secret: z.boolean().describe('in no publicity: a minor, or sealed'),
  opening: decimal.nullable(),
  base: decimal.nullable(),
  additions: decimal,
  deductions: decimal,
  closing: decimal.nullable(),
  band: z.string().nullable(),
  grade: z.string().nullable(),
  proposedClass: z.enum(classCodes).nullable(),
});
export type PointsCloseLine = z.infer<typeof pointsCloseLine>;

const officers = ['officer', 'county', 'head'] as const;
const readers = [...officers, 'prosecutor'] as const;
const lines = z.object({ items: z.array(pointsCloseLine), next: z.null() });

export const pointsCloseEndpoints = {
  previewPointsMonth: endpoint({
    method: 'GET',
    path: '/points-month',
    roles: officers,
    summary: 'What a month would come to for everybody who is in no close of it yet, as it stands now',
    query: z.strictObject({ month }),
    answer: lines,
  }),
  listPointsCloses: endpoint({
    method: 'GET',
    path: '/points-closes',
    roles: readers,
    summary: 'Month closes of the jurisdiction, newest month first; the last 200',
    answer: z.object({ items: z.array(pointsClose), next: z.null() }),
  }),
  beginPointsClose: endpoint({
    method: 'POST',
    path: '/points-closes',
    roles: officers,
    summary: 'Close a month that is over. From then on nothing more is booked in it',
    body: z.strictObject({ month }),
    answer: pointsClose,
    status: 201,
  }),
  getPointsCloseLines: endpoint({
    method: 'GET',
    path: '/points-closes/{id}/lines',
    roles: readers,
    summary:
      'What the month came to, person by person; with `public=1` as it is published: without minors and whoever is sealed',
    query: z.strictObject({ public: z.literal('1').optional() }),
    answer: lines,
  }),
  publishPointsClose: endpoint({
    method: 'POST',
    path: '/points-closes/{id}/publish',
    roles: officers,
    summary: 'Publish it for the days that the scheme says; objections are heard until then',
    answer: pointsClose,
    status: 200,
  }),
  finalisePointsClose: endpoint({
    method: 'POST',
    path: '/points-closes/{id}/final',
    roles: ['county', 'head'],
    summary: 'The county reviewed it: when publicity is over and every objection answered. Not by who began it',
    answer: pointsClose,
    status: 200,
  }),
};
