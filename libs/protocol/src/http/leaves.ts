import { z } from 'zod';
import { divisionCode, id, leaveStates, roles, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { area, circle } from './zones.js';

export const newLeave = z
  .strictObject({
    placeName: z.string().trim().min(1).max(200),
    division: divisionCode.optional().describe('a county, or a city for all of its counties'),
    geometry: area.optional(),
    circle: circle.optional(),
    reason: z.string().trim().min(1).max(2_000),
    from: time,
    to: time.describe('back, and reported back, by then'),
    approvedBy: z.string().trim().min(1).max(200).describe('who decided, as the paper says'),
  })
  .refine(({ division, geometry, circle }) => [division, geometry, circle].filter(Boolean).length === 1, {
    message: 'give one of division, geometry and circle',
    path: ['division'],
  });

export const leaveVersion = z.object({
  version: z.int(),
  state: z.enum(leaveStates),
  at: time,
  by: id,
  role: z.enum(roles),
  note: z.string().nullable(),
});
export const leave = z.object({
  id,
  superviseeId: id,
  state: z.enum(leaveStates),
  placeName: z.string(),
  division: divisionCode.nullable(),
  geometry: area.nullable(),
  circle: circle.nullable(),
  reason: z.string(),
  from: time,
  to: time,
  approvedBy: z.string(),
  versions: z.array(leaveVersion).describe('what was done with it, oldest first'),
});
export type Leave = z.infer<typeof leave>;

const officers = ['officer', 'county', 'head'] as const;
export const leaveEndpoints = {
  listLeaves: endpoint({
    method: 'GET',
    path: '/supervisees/{id}/leaves',
    roles: [...officers, 'prosecutor'],
    summary: 'Approved leave of a supervisee, newest first',
    answer: z.object({ items: z.array(leave), next: z.null() }),
  }),
  approveLeave: endpoint({
    method: 'POST',
    path: '/supervisees/{id}/leaves',
    roles: officers,
    summary: 'Record an approved leave (Community Correction Law art. 27); it applies from now on at the earliest',
    body: newLeave,
    answer: leave,
    status: 201,
  }),
  reportBack: endpoint({
    method: 'POST',
    path: '/leaves/{id}/report-back',
    roles: officers,
    summary: 'Somebody has reported back: the leave is over',
    body: z.strictObject({ note: z.string().trim().min(1).max(1_000) }).optional(),
    answer: leave,
    status: 200,
  }),
  withdrawLeave: endpoint({
    method: 'POST',
    path: '/leaves/{id}/withdraw',
    roles: officers,
    summary: 'The leave holds no longer',
    body: z.strictObject({ reason: z.string().trim().min(1).max(1_000) }),
    answer: leave,
    status: 200,
  }),
};
