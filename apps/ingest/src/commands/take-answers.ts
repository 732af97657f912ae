import { instant } from '#libs/kernel';
import { commandResultIn, type CommandResult } from '#libs/protocol';
import type { HintTopic } from '#libs/queue';
import {
  act,
  CommandStore,
  CommandView,
  WorldChangeStore,
  writeJournal,
  type ChangedInterval,
  type Database,
  type ReceivedUplink,
} from '#libs/store';

/**
 * Takes what wristbands answered into their commands, in the transaction that stores their records: the broker keeps
 * the message until both are committed, and saying it again changes nothing. Call it last, for the journal.
 * Returns who is to be woken when it is committed.
 */
export async function takeAnswers(tx: Database, messages: readonly ReceivedUplink[]): Promise<readonly HintTopic[]> {
  const results = resultsIn(messages);
  if (results.length === 0) return [];
  const { changed, intervals } = await new CommandStore(tx).answered(results);
  if (changed.length === 0) return [];
  const now = instant(Date.now());
  const changes = intervals.map(({ superviseeId, division }) => ({
    superviseeId,
    division,
    what: 'interval' as const,
  }));
  await new WorldChangeStore(tx).add(
    changes.filter(({ superviseeId }) => superviseeId !== null),
    now,
  );
  const acts = intervals.map((interval) => act(now, changeOf(interval)));
  await writeJournal(tx, acts, await new CommandView(tx).notices(changed, now));
  return ['feed-grown', ...(changes.length > 0 ? (['world-changed'] as const) : [])];
}

function resultsIn(messages: readonly ReceivedUplink[]): CommandResult[] {
  const results: CommandResult[] = [];
  for (const { uplink } of messages) {
    for (const record of uplink.records) {
      const result = record.kind === 'command_result' ? commandResultIn(record) : undefined;
      if (result !== undefined) results.push(result);
    }
  }
  return results;
}

/** How often a wristband reports is what its silence is measured by. */
const changeOf = ({ deviceId, division, seconds, commandId }: ChangedInterval) => ({
  actor: `device:${deviceId}` as const,
  role: 'device',
  action: 'device.interval-changed',
  subject: `device:${deviceId}`,
  division,
  purpose: null,
  detail: { seconds, command: commandId },
});
