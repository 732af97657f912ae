import type { Command, CommandState } from '#libs/protocol';

const order: Readonly<Record<CommandState, number>> = { queued: 0, sent: 1, done: 2, failed: 2, expired: 2 };

/** A command only goes forward; at its end only a late answer may still come. */
const isNewer = (one: Command, other: Command): boolean =>
  order[one.state] > order[other.state] || (other.answeredAt === null && one.answeredAt !== null);

/** The list, newest first, with one more command, or what has become of one. Told twice or out of order it is the same. */
export function withCommand(list: readonly Command[], command: Command): readonly Command[] {
  const known = list.find(({ id }) => id === command.id);
  if (known && !isNewer(command, known)) return list;
  const rest = list.filter(({ id }) => id !== command.id);
  return [...rest, command].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
}

/** What a row says at a time: nobody is left waiting for an answer whose time is over. */
export function progressOf(
  { state, expiresAt }: Pick<Command, 'state' | 'expiresAt'>,
  now: number,
): { readonly state: CommandState; readonly leftMs: number | undefined } {
  if (order[state] === 2) return { state, leftMs: undefined };
  const leftMs = Date.parse(expiresAt) - now;
  return leftMs > 0 ? { state, leftMs } : { state: 'expired', leftMs: undefined };
}

/** A second one of the same kind would only be in the way of the first. */
export const waitsFor = (list: readonly Command[], cmd: Command['cmd'], now: number): boolean =>
  list.some((command) => command.cmd === cmd && progressOf(command, now).leftMs !== undefined);
