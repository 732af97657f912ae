import type { Instant } from '#libs/kernel';
import { id } from './vocabulary.js';
import type { UplinkRecord } from './uplink-record.js';

/** What a wristband says that became of a command. */
export interface CommandResult {
  readonly commandId: string;
  readonly deviceId: string;
  readonly result: 'done' | 'failed' | 'expired';
  /** Its own words, when they are more than that. */
  readonly detail: string | null;
  readonly receivedAt: Instant;
}

const MAX_DETAIL = 200;
const good: ReadonlySet<unknown> = new Set([undefined, null, true, 'done', 'ok']);

/**
 * The answer in a record of kind `command_result`: `id`, and `result` with `done`, `failed` or `expired`. A record that
 * names no result says that it was done; a word that is not in the list is no success, and is kept. Undefined for every
 * other record, and for an answer that names no command.
 */
export function commandResultIn({ kind, deviceId, receivedAt, extra }: UplinkRecord): CommandResult | undefined {
  if (kind !== 'command_result') return undefined;
  const { id: named, result, detail } = extra ?? {};
  const commandId = id.safeParse(typeof named === 'number' ? String(named) : named);
  if (!commandId.success) return undefined;
  const said = good.has(result) ? 'done' : result === 'expired' ? 'expired' : 'failed';
  const unknown = said === 'failed' && result !== 'failed' ? result : undefined;
  return { commandId: commandId.data, deviceId, result: said, detail: wordsOf(detail ?? unknown), receivedAt };
}

const wordsOf = (said: unknown): string | null =>
  typeof said === 'string' && said !== '' ? said.slice(0, MAX_DETAIL).replaceAll(/[\p{Cc}\p{Cs}]/gu, '\u{fffd}') : null;
