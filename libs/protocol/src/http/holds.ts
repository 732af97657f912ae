import { z } from 'zod';
import { holdGrounds, id, roles, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';

export const newHold = z.strictObject({
  ground: z.enum(holdGrounds),
  reason: z.string().trim().min(1).max(2_000).describe('the case or complaint it is for'),
});

const person = z.object({ id, name: z.string() });

export const hold = z.object({
  id,
  superviseeId: id,
  ground: z.enum(holdGrounds),
  reason: z.string(),
  placedBy: person,
  placedRole: z.enum(roles),
  placedAt: time,
  releasedBy: person.nullable(),
  releasedAt: time.nullable(),
  releaseReason: z.string().nullable(),
});
export type Hold = z.infer<typeof hold>;

export const holdEndpoints = {
  listHolds: endpoint({
    method: 'GET',
    path: '/supervisees/{id}/holds',
    roles: ['officer', 'county', 'head', 'prosecutor'],
    summary: 'Legal holds of a supervisee, newest first',
    answer: z.object({ items: z.array(hold), next: z.null() }),
  }),
  placeHold: endpoint({
    method: 'POST',
    path: '/supervisees/{id}/holds',
    roles: ['county', 'head', 'prosecutor'],
    summary: 'Keep everything of a supervisee, whatever the policy of retention says',
    body: newHold,
    answer: hold,
    status: 201,
  }),
  releaseHold: endpoint({
    method: 'POST',
    path: '/holds/{id}/release',
    roles: ['head', 'prosecutor'],
    summary: 'Let the policy apply again; what a prosecutor holds only a prosecutor releases',
    body: z.strictObject({ reason: z.string().trim().min(1).max(2_000) }),
    answer: hold,
    status: 200,
  }),
};
