import { z } from 'zod';
import { degradation } from './monitoring.js';
import { id, latitude, longitude, time } from './vocabulary.js';
import { alertSummary } from './http/alerts.js';
import { command } from './http/commands.js';

/** What consoles are told, each with its own data. To add one: a line here, and a case in the console's reducer. */
export const consoleEvents = {
  'alert.opened': alertSummary,
  'alert.changed': alertSummary,
  'alert.ended': alertSummary,
  'alert.resolved': alertSummary,
  'command.changed': command,
  'monitoring.degraded': degradation,
  /** `since`: when it had begun. */
  'monitoring.restored': degradation,
} as const;
export type ConsoleEventType = keyof typeof consoleEvents;
export type ConsoleEvents = { [Type in ConsoleEventType]: z.infer<(typeof consoleEvents)[Type]> };

const envelope = <T extends ConsoleEventType>(type: T) =>
  z.object({ cursor: id, type: z.literal(type), at: time, data: consoleEvents[type] });
export const consoleEvent = z.discriminatedUnion('type', [
  envelope('alert.opened'),
  envelope('alert.changed'),
  envelope('alert.ended'),
  envelope('alert.resolved'),
  envelope('command.changed'),
  envelope('monitoring.degraded'),
  envelope('monitoring.restored'),
]);
export type ConsoleEvent = z.infer<typeof consoleEvent>;

/** Socket.io, namespace /console. */
export const hello = z.object({
  cursor: id,
  serverTime: time,
  degraded: z
    .array(degradation)
    .optional()
    .describe('what is degraded now, also when it was told before the cursor; without it nothing is known'),
});
export const reset = z.object({ reason: z.enum(['cursor.too-old']), cursor: id });
export const viewRequest = z.strictObject({
  /** west, south, east, north in degrees */
  bbox: z.tuple([longitude, latitude, longitude, latitude]),
  zoom: z.number().min(0).max(24),
});
export const resumeRequest = z.strictObject({ cursor: id });
export const livePosition = z.object({
  superviseeId: id,
  name: z.string(),
  deviceId: z.string(),
  division: z.string(),
  at: time,
  receivedAt: time,
  lat: latitude,
  lon: longitude,
  accuracy: z.number().nullable(),
  source: z.string().nullable(),
  intervalSeconds: z.int(),
});
export type LivePosition = z.infer<typeof livePosition>;
export const positions = z.object({
  at: time,
  full: z.boolean().describe('true: replaces everything shown; false: only what has changed since the last message'),
  items: z.array(livePosition),
});
