import type { CommandId, DeviceId, Instant } from '#libs/kernel';
import type { Command, CommandName, CommandState } from '#libs/protocol';
import type { ChangedCommand } from './command.store.js';
import type { FeedNotice } from './journal.js';
import { iso, isoOrNull } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: CommandId;
  readonly device_id: string;
  readonly supervisee_id: string | null;
  readonly division: string;
  readonly cmd: CommandName;
  readonly parameters: { readonly seconds?: number; readonly text?: string };
  readonly purpose: string | null;
  readonly state: CommandState;
  readonly requested_by: string;
  readonly requested_by_name: string;
  readonly requested_at: Date;
  readonly expires_at: Date;
  readonly sent_at: Date | null;
  readonly ended_at: Date | null;
  readonly answered_at: Date | null;
  readonly detail: string | null;
}

const listIds = statement<{ id: CommandId }>('list_command_ids');
const read = statement<Row>('read_commands');

/** Larger than every id. */
const NEWEST = '9223372036854775807';

/** Commands as officers see them. */
export class CommandView {
  constructor(private readonly db: Database) {}

  /** The newest first, before one of them. */
  async list(
    device: DeviceId,
    jurisdiction: string,
    before: string | undefined,
    limit: number,
    at: Instant,
  ): Promise<Command[]> {
    const ids = await listIds(this.db, device, jurisdiction, before ?? NEWEST, limit);
    return this.of(
      ids.map(({ id }) => id),
      at,
    );
  }

  async of(ids: readonly CommandId[], at: Instant): Promise<Command[]> {
    if (ids.length === 0) return [];
    return (await read(this.db, ids)).map((row) => commandOf(row, at));
  }

  /** What consoles are told of commands that have changed. */
  async notices(changed: readonly ChangedCommand[], at: Instant): Promise<FeedNotice[]> {
    const commands = await this.of(
      changed.map(({ id }) => id),
      at,
    );
    return commands
      .reverse()
      .map((data) => ({ type: 'command.changed', at, division: data.division, data }) satisfies FeedNotice);
  }
}

/** Nobody is told that something is still to come whose time is over, also when nobody has written that down yet. */
function commandOf(row: Row, at: Instant): Command {
  const overdue = (row.state === 'queued' || row.state === 'sent') && row.expires_at.getTime() <= at;
  return {
    id: row.id,
    deviceId: row.device_id,
    superviseeId: row.supervisee_id,
    division: row.division,
    cmd: row.cmd,
    seconds: row.parameters.seconds ?? null,
    text: row.parameters.text ?? null,
    purpose: row.purpose,
    state: overdue ? 'expired' : row.state,
    requestedBy: { id: row.requested_by, name: row.requested_by_name },
    requestedAt: iso(row.requested_at),
    expiresAt: iso(row.expires_at),
    sentAt: isoOrNull(row.sent_at),
    endedAt: isoOrNull(overdue ? row.expires_at : row.ended_at),
    answeredAt: isoOrNull(row.answered_at),
    late: row.answered_at !== null && row.answered_at > row.expires_at,
    detail: row.detail,
  };
}
