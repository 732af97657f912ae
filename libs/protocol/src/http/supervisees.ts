import { z } from 'zod';
import { categories, date, divisionCode, fixSources, id, orderGrounds, orderStates, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { page, paging } from './shared.js';

const supervisingDivision = divisionCode.regex(/^[0-9]{6}([0-9]{3})?$/, 'a county (6 digits) or a township (9 digits)');

export const newSupervisee = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    division: supervisingDivision,
    category: z.enum(categories),
    termFrom: date,
    termTo: date,
    minor: z.boolean().default(false),
    note: z.string().max(2_000).optional(),
  })
  .refine((person) => person.termFrom < person.termTo, {
    path: ['termTo'],
    message: 'the term must end after it begins',
  });

export const superviseeChange = z.strictObject({
  version: z.int().describe('the version the change was made to; another one is refused with 409'),
  name: z.string().trim().min(1).max(100).optional(),
  division: supervisingDivision.optional(),
  category: z.enum(categories).optional(),
  termFrom: date.optional(),
  termTo: date.optional(),
  note: z.string().max(2_000).optional(),
});

export const lastPosition = z.object({
  at: time,
  receivedAt: time,
  lat: z.number(),
  lon: z.number(),
  accuracy: z.number().nullable(),
  source: z.enum(fixSources).nullable(),
});

export const supervisee = z.object({
  id,
  name: z.string(),
  division: divisionCode,
  category: z.enum(categories),
  termFrom: date,
  termTo: date,
  minor: z.boolean(),
  note: z.string().nullable(),
  version: z.int(),
  device: z
    .object({ id: z.string(), boundFrom: time, lastReceivedAt: time.nullable(), intervalSeconds: z.int() })
    .nullable(),
  order: z.object({ id, from: time, to: time }).nullable().describe('the device order in force, if there is one'),
  openAlerts: z.int(),
  createdAt: time,
});
export type Supervisee = z.infer<typeof supervisee>;

export const trackFix = z.object({
  seq: z.int(),
  at: time,
  receivedAt: time,
  lat: z.number(),
  lon: z.number(),
  accuracy: z.number().nullable(),
  source: z.enum(fixSources).nullable(),
  used: z.boolean(),
  ignoredBecause: z.string().optional(),
  correctedAt: time.optional().describe('what its time was by the measured offset, when the clock was wrong'),
});
export const trackGap = z.object({
  from: time,
  to: time,
  because: z.enum(['silent', 'no_position', 'no_legal_basis']),
  seconds: z.int(),
});
export const track = z.object({ fixes: z.array(trackFix), gaps: z.array(trackGap) });
export type Track = z.infer<typeof track>;

export const newOrder = z.strictObject({
  ground: z.enum(orderGrounds),
  evidence: z.string().trim().min(1).max(4_000),
  from: time,
  to: time,
});
export const order = z.object({
  id,
  superviseeId: id,
  ground: z.enum(orderGrounds),
  evidence: z.string(),
  from: time,
  to: time,
  state: z.enum(orderStates),
  proposedBy: id,
  proposedAt: time,
  approvedBy: id.nullable(),
  approvedAt: time.nullable(),
  endedAt: time.nullable(),
  endReason: z.string().nullable(),
});
export type Order = z.infer<typeof order>;

const officers = ['officer', 'county', 'head'] as const;
const readers = ['officer', 'county', 'head', 'prosecutor'] as const;

export const superviseeEndpoints = {
  listSupervisees: endpoint({
    method: 'GET',
    path: '/supervisees',
    roles: readers,
    summary: 'Supervisees of the jurisdiction, by id',
    query: z.strictObject({ ...paging, search: z.string().max(100).optional(), division: divisionCode.optional() }),
    answer: page(supervisee),
  }),
  addSupervisee: endpoint({
    method: 'POST',
    path: '/supervisees',
    roles: officers,
    summary: 'Register a supervisee',
    body: newSupervisee,
    answer: supervisee,
    status: 201,
  }),
  getSupervisee: endpoint({
    method: 'GET',
    path: '/supervisees/{id}',
    roles: readers,
    summary: 'One supervisee',
    answer: supervisee,
  }),
  changeSupervisee: endpoint({
    method: 'PATCH',
    path: '/supervisees/{id}',
    roles: officers,
    summary: 'Change what is given',
    body: superviseeChange,
    answer: supervisee,
  }),
  getTrack: endpoint({
    method: 'GET',
    path: '/supervisees/{id}/track',
    roles: readers,
    summary: 'Where a supervisee was; the look is written to the audit log with its purpose',
    query: z.strictObject({ from: time, to: time, purpose: z.string().trim().min(2).max(500).optional() }),
    answer: track,
  }),
  listOrders: endpoint({
    method: 'GET',
    path: '/supervisees/{id}/device-orders',
    roles: readers,
    summary: 'Device orders of a supervisee, newest first',
    answer: z.object({ items: z.array(order), next: z.null() }),
  }),
  proposeOrder: endpoint({
    method: 'POST',
    path: '/supervisees/{id}/device-orders',
    roles: officers,
    summary: 'Propose a device order (Community Correction Law art. 29)',
    body: newOrder,
    answer: order,
    status: 201,
  }),
  approveOrder: endpoint({
    method: 'POST',
    path: '/device-orders/{id}/approve',
    roles: ['head'],
    summary: 'Approve a proposed order; the head of the county justice department only',
    answer: order,
    status: 200,
  }),
  endOrder: endpoint({
    method: 'POST',
    path: '/device-orders/{id}/end',
    roles: officers,
    summary: 'End an order before its time',
    body: z.strictObject({ reason: z.string().trim().min(1).max(1_000) }).optional(),
    answer: order,
    status: 200,
  }),
};
