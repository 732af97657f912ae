import { z } from 'zod';
import { divisionCode, id, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { decimal, month } from './points.js';

const document = z.string().min(2).max(200_000).describe('the scheme as JSON text; faults name its lines');
const person = z.object({ id, name: z.string() });

export const pointsScheme = z.object({
  id,
  code: z.string(),
  name: z.string(),
  division: divisionCode.describe('for everybody whose division starts with it'),
  versions: z.array(
    z.object({
      version: z.int(),
      note: z.string(),
      madeBy: person,
      madeAt: time,
      enacted: z.array(z.object({ from: month, by: person, at: time })),
    }),
  ),
});
export type PointsScheme = z.infer<typeof pointsScheme>;

export const schemeFault = z.object({ pointer: z.string(), line: z.int(), detail: z.string() });
const officers = ['officer', 'county', 'head'] as const;
const readers = [...officers, 'prosecutor'] as const;

export const whatIf = z.object({
  months: z.array(month),
  people: z.int(),
  movers: z
    .array(
      z.object({
        superviseeId: id,
        name: z.string(),
        before: z.object({ score: decimal.nullable(), band: z.string().nullable(), grade: z.string().nullable() }),
        after: z.object({ score: decimal.nullable(), band: z.string().nullable(), grade: z.string().nullable() }),
      }),
    )
    .describe('whose band or grade would be another at the end; at most 1,000'),
  bands: z.array(z.object({ band: z.string(), before: z.int(), after: z.int() })),
});
export type WhatIf = z.infer<typeof whatIf>;

export const pointsSchemeEndpoints = {
  listPointsSchemes: endpoint({
    method: 'GET',
    path: '/points-schemes',
    roles: readers,
    summary: 'Points schemes that apply in the jurisdiction, or in a part of it',
    answer: z.object({ items: z.array(pointsScheme), next: z.null() }),
  }),
  listPointsSchemeExamples: endpoint({
    method: 'GET',
    path: '/points-scheme-examples',
    roles: readers,
    summary: 'The schemes that come with the platform, to begin from',
    answer: z.object({ items: z.array(z.object({ code: z.string(), name: z.string(), document })), next: z.null() }),
  }),
  addPointsScheme: endpoint({
    method: 'POST',
    path: '/points-schemes',
    roles: ['county', 'head'],
    summary: 'A new version of the scheme of this code, or the first; it applies to nobody until it is enacted',
    body: z.strictObject({
      document,
      note: z.string().trim().min(1).max(2_000),
      division: divisionCode.optional().describe('your jurisdiction without it'),
    }),
    answer: pointsScheme,
    status: 201,
  }),
  checkPointsScheme: endpoint({
    method: 'POST',
    path: '/points-scheme-check',
    roles: readers,
    summary: 'What is wrong in the text of a scheme, and on which line',
    body: z.strictObject({ document }),
    answer: z.object({ faults: z.array(schemeFault) }),
    status: 200,
  }),
  getPointsScheme: endpoint({
    method: 'GET',
    path: '/points-schemes/{id}',
    roles: readers,
    summary: 'The text of a version, and what differs from the one before or from `against`',
    query: z.strictObject({
      version: z.coerce.number().int().min(1),
      against: z.coerce.number().int().min(1).optional(),
    }),
    answer: z.object({
      version: z.int(),
      document,
      differences: z.array(
        z.object({ pointer: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
      ),
    }),
  }),
  tryPointsScheme: endpoint({
    method: 'GET',
    path: '/points-schemes/{id}/what-if',
    roles: officers,
    summary:
      'Who of your jurisdiction would stand elsewhere, had this version applied for the last twelve months that are over',
    query: z.strictObject({ version: z.coerce.number().int().min(1) }),
    answer: whatIf,
  }),
  enactPointsScheme: endpoint({
    method: 'POST',
    path: '/points-schemes/{id}/enact',
    roles: ['county', 'head'],
    summary: 'A version applies from a month on that is not over. Not by who wrote it',
    body: z.strictObject({ version: z.int().min(1), from: month }),
    answer: pointsScheme,
    status: 200,
  }),
};
