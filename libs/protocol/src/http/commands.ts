import { z } from 'zod';
import { commandNames, commandStates, divisionCode, id, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { page, paging } from './shared.js';

export const MAX_INTERVAL_SECONDS = 3_600;
export const MAX_COMMAND_TEXT = 500;

const purpose = z.string().trim().min(1).max(500).optional().describe('goes into the audit log');

/** As on the wire to the wristband, without what the platform adds. */
export const newCommand = z.discriminatedUnion('cmd', [
  z.strictObject({ cmd: z.literal('locate'), purpose }),
  z.strictObject({ cmd: z.literal('interval'), seconds: z.int().min(1).max(MAX_INTERVAL_SECONDS), purpose }),
  z.strictObject({ cmd: z.literal('vibrate'), purpose }),
  z.strictObject({ cmd: z.literal('message'), text: z.string().trim().min(1).max(MAX_COMMAND_TEXT), purpose }),
]);
export type NewCommand = z.output<typeof newCommand>;

export const command = z.object({
  id,
  deviceId: z.string(),
  superviseeId: id.nullable().describe('who wore it when it was asked'),
  division: divisionCode,
  cmd: z.enum(commandNames),
  seconds: z.int().nullable(),
  text: z.string().nullable(),
  purpose: z.string().nullable(),
  state: z.enum(commandStates),
  requestedBy: z.object({ id, name: z.string() }),
  requestedAt: time,
  expiresAt: time,
  sentAt: time.nullable().describe('the broker has taken it'),
  endedAt: time.nullable(),
  answeredAt: time.nullable().describe('receipt of the answer, also of one that came too late'),
  late: z.boolean().describe('the answer came after it had expired; the state stays'),
  detail: z.string().nullable().describe("the wristband's own words about it"),
});
export type Command = z.infer<typeof command>;

export const commandEndpoints = {
  readCommands: endpoint({
    method: 'GET',
    path: '/devices/{id}/commands',
    roles: ['officer', 'county', 'head', 'prosecutor'],
    summary: 'What a wristband was told to do, the newest first',
    query: z.strictObject(paging),
    answer: page(command),
  }),
  sendCommand: endpoint({
    method: 'POST',
    path: '/devices/{id}/commands',
    roles: ['officer', 'county', 'head'],
    summary: 'Tell a wristband to locate itself, report at an interval, vibrate, or show a message',
    body: newCommand,
    answer: command,
    status: 201,
  }),
};
