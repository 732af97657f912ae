import { z } from 'zod';
import { divisionCode, id, recordStates, roles, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { area, circle } from './zones.js';

export const newListedPlace = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    division: divisionCode.optional().describe('for whose people; without it those of the whole jurisdiction'),
    geometry: area.optional(),
    circle: circle.optional(),
    reason: z.string().trim().min(1).max(1_000).describe('why gathering there is of no concern'),
  })
  .refine(({ geometry, circle: round }) => (geometry === undefined) !== (round === undefined), {
    message: 'give either geometry or circle',
    path: ['geometry'],
  });

export const listedPlace = z.object({
  id,
  name: z.string(),
  division: divisionCode,
  state: z.enum(recordStates),
  geometry: area.nullable(),
  circle: circle.nullable(),
  reason: z.string(),
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
export type ListedPlace = z.infer<typeof listedPlace>;

const officers = ['officer', 'county', 'head'] as const;
export const listedPlaceEndpoints = {
  listListedPlaces: endpoint({
    method: 'GET',
    path: '/listed-places',
    roles: [...officers, 'prosecutor'],
    summary: 'Places where people may come together, newest first; also those listed above the jurisdiction',
    answer: z.object({ items: z.array(listedPlace), next: z.null() }),
  }),
  listPlace: endpoint({
    method: 'POST',
    path: '/listed-places',
    roles: officers,
    summary: 'List a place; it applies from now on',
    body: newListedPlace,
    answer: listedPlace,
    status: 201,
  }),
  withdrawListedPlace: endpoint({
    method: 'POST',
    path: '/listed-places/{id}/withdraw',
    roles: officers,
    summary: 'The place is listed no longer',
    body: z.strictObject({ reason: z.string().trim().min(1).max(1_000) }),
    answer: listedPlace,
    status: 200,
  }),
};
