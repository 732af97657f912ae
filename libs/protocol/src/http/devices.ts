import { z } from 'zod';
import { deviceIdentifier, divisionCode, id, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { page, paging } from './shared.js';

export const newDevice = z.strictObject({
  id: deviceIdentifier.optional(),
  model: z.string().max(100).optional(),
  division: divisionCode.optional(),
  intervalSeconds: z.int().min(1).max(3_600).default(60),
});

export const device = z.object({
  id: z.string(),
  model: z.string().nullable(),
  division: divisionCode,
  intervalSeconds: z.int(),
  superviseeId: id.nullable(),
  online: z.boolean().nullable(),
  lastReceivedAt: time.nullable(),
  batteryPercent: z.number().nullable(),
  clockOffsetSeconds: z
    .int()
    .nullable()
    .describe('device time minus true time while its clock is wrong; null while it is believed'),
  createdAt: time,
});
export type Device = z.infer<typeof device>;

export const deviceHealth = device.extend({
  streams: z.array(
    z.object({
      life: z.int().describe('boot number with which the memory began'),
      boot: z.int(),
      ack: z.int().describe('everything up to here is stored'),
      newestSeq: z.int(),
      gaps: z.array(z.object({ from: z.int(), to: z.int(), state: z.enum(['missing', 'gone']) })),
    }),
  ),
  holes: z
    .array(
      z.object({
        life: z.int(),
        from: z.int(),
        to: z.int(),
        state: z.enum(['open', 'filled', 'gone', 'unanswered']),
        foundAt: time,
        asked: z.int(),
        closedAt: time.nullable(),
      }),
    )
    .describe('numbers that were missing, and what became of them: the open ones first, at most 50'),
  records: z.int(),
  sealed: z.int().describe('records without a legal basis: counted, kept sealed'),
  quarantined: z.int(),
  refusals: z.array(z.object({ at: time, reason: z.string(), detail: z.string(), copies: z.int() })),
  quarantine: z.array(
    z.object({
      receivedAt: time,
      topic: z.string(),
      reason: z.string(),
      detail: z.string(),
      bytes: z.int(),
      copies: z.int(),
    }),
  ),
});
export type DeviceHealth = z.infer<typeof deviceHealth>;

const keepers = ['officer', 'county', 'admin'] as const;

export const deviceEndpoints = {
  listDevices: endpoint({
    method: 'GET',
    path: '/devices',
    roles: ['officer', 'county', 'head', 'prosecutor', 'admin'],
    summary: 'Wristbands, the longest silent first',
    query: z.strictObject(paging),
    answer: page(device),
  }),
  addDevice: endpoint({
    method: 'POST',
    path: '/devices',
    roles: keepers,
    summary: 'Register a wristband; the secret is told once',
    body: newDevice,
    answer: z.object({ id: z.string(), secret: z.string() }),
    status: 201,
  }),
  getDevice: endpoint({
    method: 'GET',
    path: '/devices/{id}',
    roles: ['officer', 'county', 'head', 'prosecutor', 'admin'],
    summary: 'Health of a wristband',
    answer: deviceHealth,
  }),
  bindDevice: endpoint({
    method: 'POST',
    path: '/devices/{id}/bind',
    roles: ['officer', 'county'],
    summary: 'Bind to a supervisee from now, or from a time',
    body: z.strictObject({ superviseeId: id, from: time.optional() }),
    answer: device,
    status: 200,
  }),
  unbindDevice: endpoint({
    method: 'POST',
    path: '/devices/{id}/unbind',
    roles: ['officer', 'county'],
    summary: 'End the binding now',
    answer: device,
    status: 200,
  }),
};
