import { z } from 'zod';
import { id, searchStates, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';

export const searchVersion = z.object({
  version: z.int(),
  state: z.enum(searchStates),
  at: time,
  by: id.nullable().describe('null: the platform'),
  note: z.string().nullable(),
});
/** Somebody has lost contact and is searched for (Community Correction Law art. 30). */
export const search = z.object({
  id,
  superviseeId: id,
  alertId: id.describe('that it was opened with'),
  state: z.enum(searchStates),
  ground: z.string().nullable().describe('the kind of alert that went on while contact failed'),
  lostAt: time.describe('the first attempt at contact that failed'),
  openedAt: time,
  versions: z.array(searchVersion).describe('what was done with it, oldest first'),
});
export type Search = z.infer<typeof search>;

export const searchEndpoints = {
  listSearches: endpoint({
    method: 'GET',
    path: '/supervisees/{id}/searches',
    roles: ['officer', 'county', 'head', 'prosecutor'],
    summary: 'Searches for a supervisee whose contact was lost, newest first',
    answer: z.object({ items: z.array(search), next: z.null() }),
  }),
};
