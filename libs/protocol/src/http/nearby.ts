import { z } from 'zod';
import { divisionCode, id, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';

export const near = z.object({
  superviseeId: id,
  name: z.string(),
  division: divisionCode,
  deviceId: z.string(),
  fixes: z.int().describe('positions within the distance'),
  firstAt: time,
  lastAt: time,
  metres: z.number().describe('the shortest distance'),
  nearestAt: time.describe('when it was the shortest'),
  lat: z.number().describe('of that position'),
  lon: z.number(),
  accuracy: z.number().nullable(),
});
export type Near = z.infer<typeof near>;

export const nearbyEndpoints = {
  listNearby: endpoint({
    method: 'GET',
    path: '/nearby',
    roles: ['officer', 'county', 'head', 'prosecutor'],
    summary:
      'Who of the jurisdiction was near a place within at most six hours, the nearest first, 500 at most; the search is written to the audit log with its purpose, also for everybody found',
    query: z.strictObject({
      lat: z.coerce.number().min(-90).max(90),
      lon: z.coerce.number().min(-180).max(180),
      metres: z.coerce.number().int().min(1).max(2_000).default(200),
      from: time,
      to: time,
      purpose: z.string().trim().min(2).max(500).optional(),
    }),
    answer: z.object({ items: z.array(near), next: z.null() }),
  }),
};
