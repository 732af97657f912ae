/** The wire form, as a maker of wristbands would write it down. Nothing here is shared with the platform's reader. */

export interface Observation {
  /** Device time in milliseconds since the Unix epoch. */
  readonly t: number;
  readonly k: string;
  readonly lat?: number;
  readonly lon?: number;
  readonly acc?: number;
  readonly src?: string;
  readonly spd?: number;
  readonly hdg?: number;
  readonly alt?: number;
  readonly sat?: number;
  readonly bat?: number;
  readonly worn?: boolean;
  /** command_result: which command, and how it went. */
  readonly id?: string;
  readonly cmd?: string;
  readonly result?: 'done' | 'failed' | 'expired';
}
export interface WireRecord extends Observation {
  readonly seq: number;
}
export type SeqRange = readonly [from: number, to: number];

export type DownMessage =
  | { readonly kind: 'ack'; readonly ack: number; readonly boot: number }
  | { readonly kind: 'resend'; readonly ranges: readonly SeqRange[]; readonly boot: number }
  | {
      readonly kind: 'command';
      readonly cmd: string;
      readonly id: string;
      readonly expires: number;
      readonly seconds?: number;
    };

export const upTopic = (id: string): string => `wristband/v1/${id}/up`;
export const downTopic = (id: string): string => `wristband/v1/${id}/down`;
export const linkTopic = (id: string): string => `wristband/v1/${id}/link`;

/** From records that are JSON already. */
export const printBatch = (boot: number, records: readonly string[]): string =>
  `{"boot":${boot},"rec":[${records.join(',')}]}`;
export const printGone = (boot: number, gone: readonly SeqRange[]): string => JSON.stringify({ boot, gone });

/** What came down, or nothing for what a band does not understand. */
export function readDown(text: string): DownMessage | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof body !== 'object' || body === null) return undefined;
  const { ack, resend, cmd, boot, id, expires, seconds } = body as Record<string, unknown>;
  if (Number.isSafeInteger(ack) && Number.isSafeInteger(boot))
    return { kind: 'ack', ack: ack as number, boot: boot as number };
  if (Array.isArray(resend) && Number.isSafeInteger(boot))
    return { kind: 'resend', ranges: resend.filter(isRange), boot: boot as number };
  if (typeof cmd !== 'string') return undefined;
  const known = {
    cmd,
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : '',
    expires: timeOf(expires),
  };
  return { kind: 'command', ...known, ...(typeof seconds === 'number' && { seconds }) };
}

const isRange = (range: unknown): range is SeqRange =>
  Array.isArray(range) && range.length === 2 && range.every((seq) => Number.isSafeInteger(seq)) && range[0] <= range[1];

/** Milliseconds or ISO 8601; nothing said never expires. */
const timeOf = (expires: unknown): number => {
  if (typeof expires === 'number') return expires;
  const parsed = typeof expires === 'string' ? Date.parse(expires) : Number.NaN;
  return Number.isNaN(parsed) ? Infinity : parsed;
};
