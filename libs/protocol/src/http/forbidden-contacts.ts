import { z } from 'zod';
import { contactKinds, id, recordStates, roles, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { area, circle } from './zones.js';

const basis = z.string().trim().min(1).max(2_000).describe('the decision that forbids it');
const designation = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .describe('how alerts call a protected person: neither a name nor an address');
const buffer = z.number().min(0).max(50_000);

const newProtectedPerson = z
  .strictObject({
    kind: z.literal('protected_person'),
    designation,
    personName: z.string().trim().min(1).max(200),
    placeName: z.string().trim().min(1).max(500).describe('the address'),
    geometry: area.optional(),
    circle: circle.optional(),
    buffer: buffer.default(200).describe('metres around the place that must not be entered'),
    basis,
  })
  .refine(({ geometry, circle: round }) => (geometry === undefined) !== (round === undefined), {
    message: 'give either geometry or circle',
    path: ['geometry'],
  });
const newCoOffender = z.strictObject({ kind: z.literal('co_offender'), superviseeId: id, basis });
export const newForbiddenContact = z.discriminatedUnion('kind', [newProtectedPerson, newCoOffender]);

export const forbiddenContact = z.object({
  id,
  kind: z.enum(contactKinds),
  state: z.enum(recordStates),
  other: z.object({ id, name: z.string() }).nullable().describe('the co-offender; both must keep away'),
  designation: z.string().nullable().describe('of a protected person, whose name and place are asked for apart'),
  buffer: z.number().nullable(),
  basis: z.string(),
  versions: z
    .array(
      z.object({
        version: z.int(),
        state: z.enum(recordStates),
        at: time,
        by: id,
        role: z.enum(roles),
        note: z.string().nullable(),
      }),
    )
    .describe('what was done with it, oldest first'),
});
export type ForbiddenContact = z.infer<typeof forbiddenContact>;

/** Who is protected, and where: sensitive, and not the supervisee's to learn. */
export const protectedPlace = z.object({
  personName: z.string(),
  placeName: z.string(),
  geometry: area.nullable(),
  circle: circle.nullable(),
  buffer: z.number(),
});
export type ProtectedPlace = z.infer<typeof protectedPlace>;

const officers = ['officer', 'county', 'head'] as const;
export const forbiddenContactEndpoints = {
  listForbiddenContacts: endpoint({
    method: 'GET',
    path: '/supervisees/{id}/forbidden-contacts',
    roles: [...officers, 'prosecutor'],
    summary: 'Whom a supervisee must keep away from, newest first; without names and places of protected persons',
    answer: z.object({ items: z.array(forbiddenContact), next: z.null() }),
  }),
  forbidContact: endpoint({
    method: 'POST',
    path: '/supervisees/{id}/forbidden-contacts',
    roles: officers,
    summary: 'Record a protected person or a co-offender to keep away from; it applies from now on',
    body: newForbiddenContact,
    answer: forbiddenContact,
    status: 201,
  }),
  withdrawForbiddenContact: endpoint({
    method: 'POST',
    path: '/forbidden-contacts/{id}/withdraw',
    roles: officers,
    summary: 'It is no longer forbidden',
    body: z.strictObject({ reason: z.string().trim().min(1).max(1_000) }),
    answer: forbiddenContact,
    status: 200,
  }),
  seeProtectedPlace: endpoint({
    method: 'GET',
    path: '/forbidden-contacts/{id}/place',
    roles: officers,
    summary: 'Who is protected, and where; the look is written to the audit log with its purpose',
    query: z.strictObject({ purpose: z.string().trim().min(2).max(500).optional() }),
    answer: protectedPlace,
  }),
};
