import { z } from 'zod';
import { MAX_COMMAND_TEXT, MAX_INTERVAL_SECONDS } from './http/commands.js';
import type { SeqRange } from './seq-ranges.js';

/** Where a wristband listens. */
export const downTopic = (deviceId: string): string => `wristband/v1/${deviceId}/down`;

const seq = z.int().min(0);
const command = <Name extends string, More extends z.ZodRawShape>(cmd: Name, more: More) =>
  z.object({ cmd: z.literal(cmd), id: z.string().min(1).max(64), expires: z.int(), ...more });

/** What the platform says to a wristband. `expires` is in milliseconds since the epoch. */
export const downlink = z.union([
  z.strictObject({ ack: seq, boot: z.int().min(0) }),
  z.strictObject({ resend: z.array(z.tuple([seq, seq])).min(1), boot: z.int().min(0) }),
  z.discriminatedUnion('cmd', [
    command('locate', {}),
    command('interval', { seconds: z.int().min(1).max(MAX_INTERVAL_SECONDS) }),
    command('vibrate', {}),
    command('message', { text: z.string().min(1).max(MAX_COMMAND_TEXT) }),
  ]),
]);
export type Downlink = z.infer<typeof downlink>;

/** Everything up to and with `seq` is stored; the device may forget it. */
export const ackMessage = (ack: number, boot: number): Downlink => ({ ack, boot });

/** As many holes as one message asks for: a wristband reads it in one piece. */
export const MAX_RESEND_RANGES = 32;

/** These are missing: send them again, or say that they are gone. */
export const resendMessage = (holes: readonly SeqRange[], boot: number): Downlink => ({
  resend: holes.slice(0, MAX_RESEND_RANGES).map(([from, to]): [number, number] => [from, to]),
  boot,
});
