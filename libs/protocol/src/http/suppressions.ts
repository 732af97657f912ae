import { z } from 'zod';
import { alertKinds, deviceIdentifier, divisionCode, id, suppressionStates, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { page, paging } from './shared.js';

const reason = z.string().trim().min(1).max(2_000);
const person = z.object({ id, name: z.string() });

export const newSuppression = z
  .strictObject({
    superviseeId: id.optional(),
    deviceId: deviceIdentifier.optional(),
    kind: z.enum(alertKinds).optional().describe('alone: for everybody of your jurisdiction'),
    reason,
    to: time.describe('as long as the policy allows, at most'),
  })
  .refine((scope) => scope.superviseeId ?? scope.deviceId ?? scope.kind, {
    path: ['superviseeId'],
    message: 'a supervisee, a wristband or a kind',
  });

export const suppression = z.object({
  id,
  division: divisionCode,
  superviseeId: id.nullable(),
  superviseeName: z.string().nullable(),
  deviceId: z.string().nullable(),
  kind: z.enum(alertKinds).nullable(),
  reason: z.string(),
  to: time,
  state: z.enum(suppressionStates).describe('proposed: holds nothing back until somebody else approves it'),
  proposedBy: person,
  proposedAt: time,
  approvedBy: person.nullable().describe('null although approved: no second person was needed'),
  approvedAt: time.nullable(),
  endedAt: time.nullable(),
  endReason: z.string().nullable(),
  held: z.int().describe('how many alerts it has held back'),
});
export type Suppression = z.infer<typeof suppression>;

export const suppressionEndpoints = {
  listSuppressions: endpoint({
    method: 'GET',
    path: '/suppressions',
    roles: ['officer', 'county', 'head', 'prosecutor'],
    summary: 'What holds alerts back, newest first',
    query: z.strictObject({
      ...paging,
      supervisee: id.optional(),
      standing: z.enum(['true', 'false']).optional().describe('true: only what is in force or proposed'),
    }),
    answer: page(suppression),
  }),
  proposeSuppression: endpoint({
    method: 'POST',
    path: '/suppressions',
    roles: ['officer', 'county', 'head'],
    summary: 'Hold alerts back for a while; what reaches critical kinds waits for a second person',
    body: newSuppression,
    answer: suppression,
    status: 201,
  }),
  approveSuppression: endpoint({
    method: 'POST',
    path: '/suppressions/{id}/approve',
    roles: ['county', 'head'],
    summary: 'Approve what somebody else proposed',
    answer: suppression,
    status: 200,
  }),
  endSuppression: endpoint({
    method: 'POST',
    path: '/suppressions/{id}/end',
    roles: ['officer', 'county', 'head'],
    summary: 'End one, or take a proposal back; alerts that go on are opened',
    body: z.strictObject({ reason }),
    answer: suppression,
    status: 200,
  }),
};
