import { z } from 'zod';
import { divisionCode, id, time } from '../vocabulary.js';
import { consoleEvent } from '../console-events.js';
import { condition } from '../monitoring.js';
import { endpoint } from './endpoint.js';
import { page, paging } from './shared.js';

export const auditEntry = z.object({
  seq: id,
  at: z.string(),
  actor: z.string(),
  actorName: z.string().nullable(),
  role: z.string(),
  action: z.string(),
  subject: z.string(),
  division: divisionCode.nullable(),
  purpose: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  prevHash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const oversightEndpoints = {
  readFeed: endpoint({
    method: 'GET',
    path: '/feed',
    roles: ['officer', 'county', 'head', 'prosecutor'],
    summary: 'What the console was told after a cursor; 410 when it is too old',
    query: z.strictObject({ after: id.optional(), limit: paging.limit }),
    answer: z.object({ items: z.array(consoleEvent), cursor: id, more: z.boolean() }),
  }),
  getMonitoring: endpoint({
    method: 'GET',
    path: '/monitoring',
    roles: ['officer', 'county', 'head', 'prosecutor', 'admin'],
    summary: 'Whether the platform can be relied on: what it watches of itself, each with value, limit and since when',
    answer: z.object({
      state: z.enum(['normal', 'degraded']),
      measuredAt: time.nullable().describe('when everything was last measured'),
      conditions: z.array(condition),
    }),
  }),
  listAudit: endpoint({
    method: 'GET',
    path: '/audit',
    roles: ['prosecutor', 'head'],
    summary: 'The audit log, newest first',
    query: z.strictObject({
      ...paging,
      actor: z.string().max(100).optional(),
      action: z.string().max(100).optional(),
      subject: z.string().max(100).optional(),
      from: time.optional(),
      to: time.optional(),
    }),
    answer: page(auditEntry),
  }),
  verifyAudit: endpoint({
    method: 'GET',
    path: '/audit/verify',
    roles: ['prosecutor', 'head'],
    summary: 'Follow the chain from the first entry to the last',
    answer: z.object({
      entries: z.int(),
      head: z.string(),
      fault: z.object({ seq: id, fault: z.string() }).nullable(),
    }),
  }),
  exportAudit: endpoint({
    method: 'GET',
    path: '/audit/export',
    roles: ['prosecutor', 'head'],
    summary: 'The whole log as NDJSON, oldest first, for the verifying command',
    mediaType: 'application/x-ndjson',
  }),
};
