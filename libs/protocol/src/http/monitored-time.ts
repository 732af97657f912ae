import { z } from 'zod';
import { date, time } from '../vocabulary.js';
import { endpoint } from './endpoint.js';

const spent = {
  bound: z.number().describe('seconds in which a wristband was bound: the sum of the four that follow'),
  monitored: z.number(),
  silent: z.number().describe('longer than the patience of the rule device.silent without a record'),
  noPosition: z.number().describe('the same without a position, though it spoke'),
  noLegalBasis: z.number().describe('no device order was in force'),
};

export const monitoredDay = z.object({
  day: date.describe('a day of Asia/Shanghai'),
  ...spent,
  records: z.int(),
  fixes: z.int(),
  metres: z.number().describe('between successive positions, where it is more than their accuracy'),
  batteryMin: z.number().nullable(),
  longestSilence: z.number().describe('seconds, within one hour of the clock'),
  through: time.describe('the end of the last hour that is in it'),
});
export type MonitoredDay = z.infer<typeof monitoredDay>;

const readers = ['officer', 'county', 'head', 'prosecutor'] as const;

export const monitoredTimeEndpoints = {
  getMonitoredTime: endpoint({
    method: 'GET',
    path: '/supervisees/{id}/monitored-time',
    roles: readers,
    summary: 'The monitored-time ledger of a supervisee by days; hours are in it once they are over. At most 366 days',
    query: z.strictObject({ from: date, to: date }),
    answer: z.object({ items: z.array(monitoredDay), next: z.null() }),
  }),
  recomputeMonitoredTime: endpoint({
    method: 'GET',
    path: '/supervisees/{id}/monitored-time/recomputed',
    roles: readers,
    summary: 'One day of the ledger worked out anew from the records, and whether it is what is on file',
    query: z.strictObject({ day: date }),
    answer: z.object({
      day: date,
      ...spent,
      hours: z.int().describe('hours on file that were worked out anew'),
      different: z.int().describe('how many of them are on file otherwise'),
    }),
  }),
};
