import { z } from 'zod';
import {
  alertKinds,
  alertStates,
  contactResults,
  contactWays,
  divisionCode,
  id,
  resolutionCodes,
  severities,
  time,
} from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { page, paging } from './shared.js';

export const alertSummary = z.object({
  id,
  kind: z.enum(alertKinds),
  state: z.enum(alertStates),
  severity: z.enum(severities),
  superviseeId: id,
  superviseeName: z.string(),
  division: divisionCode,
  deviceId: z.string().nullable(),
  occurredAt: time,
  detectedAt: time,
  lastEvidenceAt: time,
  endedAt: time.nullable(),
  endReason: z.string().nullable(),
  late: z.boolean(),
  count: z.int(),
  owner: z.object({ id, name: z.string() }).nullable(),
  claimedAt: time.nullable(),
  ackedAt: time.nullable(),
  due: time,
  escalation: z.int(),
  resolution: z.enum(resolutionCodes).nullable(),
  resolvedAt: time.nullable(),
  facts: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('what the sentence about it says: metres, minutes, fixes'),
  incidentId: id.nullable().describe('what it is one of many of'),
  version: z.int(),
});
export type AlertSummary = z.infer<typeof alertSummary>;

export const evidenceFix = z.object({
  at: time,
  receivedAt: time,
  lat: z.number(),
  lon: z.number(),
  accuracy: z.number().nullable(),
  source: z.string().nullable(),
  used: z.boolean(),
  because: z.string(),
  metresOutside: z.number().nullable(),
  probability: z.number().min(0).max(1).optional().describe('of being outside, by this fix alone; where it is judged'),
});

export const alertDetail = alertSummary.extend({
  evidence: z.object({
    fixes: z.array(evidenceFix),
    zone: z.object({ id: z.string(), version: z.int(), name: z.string(), kind: z.string() }).nullable(),
    records: z.array(z.object({ seq: z.int(), kind: z.string(), at: time, receivedAt: time })),
  }),
  versions: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .describe('of rule, policy, zone and order it was judged by'),
  latencies: z.object({ fixAt: time.nullable(), receivedAt: time.nullable(), judgedAt: time }),
  acts: z.array(
    z.object({
      at: time,
      act: z.string(),
      by: z.object({ id, name: z.string() }).nullable(),
      code: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  revisions: z.array(z.object({ at: time, reason: z.string(), before: z.unknown(), after: z.unknown() })),
});
export type AlertDetail = z.infer<typeof alertDetail>;

/** Many alerts of one kind in one county within a minute. Critical kinds are never in one. */
export const incident = z.object({
  id,
  division: divisionCode.describe('the county'),
  kind: z.enum(alertKinds),
  beganAt: time,
  lastAt: time.describe('when the last member came'),
  members: z.array(alertSummary),
});
export type Incident = z.infer<typeof incident>;

const note = z.string().trim().max(4_000);
const readers = ['officer', 'county', 'head', 'prosecutor'] as const;
const officers = ['officer', 'county', 'head'] as const;
const acting = { method: 'POST', roles: officers, status: 200, answer: alertDetail } as const;

const resolution = z
  .strictObject({ code: z.enum(resolutionCodes), note: note.default('') })
  .refine((r) => r.code !== 'other' || r.note.length > 0, { path: ['note'], message: 'say what "other" is' });

export const alertEndpoints = {
  listAlerts: endpoint({
    method: 'GET',
    path: '/alerts',
    roles: readers,
    summary: 'The queue: what needs somebody first, then by severity and age',
    query: z.strictObject({
      ...paging,
      state: z.string().optional().describe('one or more of the states, comma-separated'),
      kind: z.string().optional(),
      supervisee: id.optional(),
      severity: z.enum(severities).optional(),
      since: time.optional(),
    }),
    answer: page(alertSummary),
  }),
  getAlert: endpoint({
    method: 'GET',
    path: '/alerts/{id}',
    roles: readers,
    summary: 'One alert with evidence, versions, latencies and acts',
    answer: alertDetail,
  }),
  claimAlert: endpoint({
    ...acting,
    path: '/alerts/{id}/claim',
    summary: 'Take it on; 409 with the owner when somebody else has',
  }),
  ackAlert: endpoint({ ...acting, path: '/alerts/{id}/ack', summary: 'Heard: the sound stops, the alert stays open' }),
  noteAlert: endpoint({
    ...acting,
    path: '/alerts/{id}/note',
    summary: 'Add a note',
    body: z.strictObject({ note: note.min(1) }),
  }),
  resolveAlert: endpoint({
    ...acting,
    path: '/alerts/{id}/resolve',
    summary: 'Close with a coded reason',
    body: resolution,
  }),
  getIncident: endpoint({
    method: 'GET',
    path: '/incidents/{id}',
    roles: readers,
    summary: 'What happened to many at once, with its members',
    answer: incident,
  }),
  resolveIncident: endpoint({
    method: 'POST',
    path: '/incidents/{id}/resolve',
    roles: officers,
    status: 200,
    summary: 'Close every member that nobody else works on, with one coded reason',
    body: resolution,
    answer: incident,
  }),
  contactAlert: endpoint({
    ...acting,
    path: '/alerts/{id}/contact',
    summary: 'An attempt to reach the supervisee: the alert waits, with whoever tried',
    body: z.strictObject({ way: z.enum(contactWays), result: z.enum(contactResults), note: note.default('') }),
  }),
  escalateAlert: endpoint({
    ...acting,
    path: '/alerts/{id}/escalate',
    summary: 'Pass it up',
    body: z.strictObject({ note: note.default('') }).optional(),
  }),
};
