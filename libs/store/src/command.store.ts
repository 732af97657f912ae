import type { AccountId, CommandId, DeviceId, Instant, SuperviseeId } from '#libs/kernel';
import type { CommandName, CommandResult, Downlink } from '#libs/protocol';
import { statement, type Database } from './statement.js';

interface Parameters {
  readonly seconds?: number;
  readonly text?: string;
}

const findTarget = statement<{ id: SuperviseeId; division: string; ordered: boolean }>('find_command_target');
const addCommand = statement<{ id: CommandId }>('add_command');
const takeCommands = statement<{
  id: CommandId;
  device_id: DeviceId;
  cmd: CommandName;
  parameters: Parameters;
  expires_at: Date;
}>('take_commands');
const noteSent = statement<ChangedCommand>('note_command_sent');
const expireCommands = statement<ChangedCommand>('expire_commands');
const takeResults = statement<
  ChangedCommand & {
    device_id: DeviceId;
    supervisee_id: SuperviseeId | null;
    parameters: Parameters;
    result: CommandResult['result'];
  }
>('take_command_results');
const changeInterval = statement('change_device_interval');

export interface WantedCommand {
  readonly deviceId: DeviceId;
  readonly superviseeId: SuperviseeId | null;
  readonly division: string;
  readonly cmd: CommandName;
  readonly parameters: Parameters;
  readonly purpose: string | null;
  readonly by: AccountId;
  readonly at: Instant;
  readonly expiresAt: Instant;
}

/** A command whose row was changed, and whose it is to know. */
export interface ChangedCommand {
  readonly id: CommandId;
  readonly division: string;
}

/** What is to be published, and until when it makes sense. */
export interface TakenCommand {
  readonly id: CommandId;
  readonly deviceId: DeviceId;
  readonly message: Downlink;
  readonly expiresAt: Instant;
}

/** A wristband that reports at another interval now. */
export interface ChangedInterval {
  readonly deviceId: DeviceId;
  readonly superviseeId: SuperviseeId | null;
  readonly division: string;
  readonly seconds: number;
  readonly commandId: CommandId;
}

export interface AnsweredCommands {
  readonly changed: readonly ChangedCommand[];
  readonly intervals: readonly ChangedInterval[];
}

/** Commands to wristbands. Every change is one statement that is guarded by the state it starts from. */
export class CommandStore {
  constructor(private readonly db: Database) {}

  /** Who wears it, and whether an order is in force; undefined when nobody does. */
  async target(device: DeviceId, at: Instant) {
    return (await findTarget(this.db, device, new Date(at)))[0];
  }

  async add(wanted: WantedCommand): Promise<CommandId> {
    const { deviceId, superviseeId, division, cmd, parameters, purpose, by, at, expiresAt } = wanted;
    const what = [cmd, JSON.stringify(parameters), purpose, by, new Date(at), new Date(expiresAt)];
    const [row] = await addCommand(this.db, deviceId, superviseeId, division, ...what);
    if (row === undefined) throw new Error('a command was added and has no id');
    return row.id;
  }

  /** Commands for the caller to send, and for nobody else until a time. */
  async take(now: Instant, until: Instant, limit: number): Promise<TakenCommand[]> {
    const rows = await takeCommands(this.db, new Date(now), new Date(until), limit);
    return rows.map(({ id, device_id, cmd, parameters, expires_at }) => {
      const expiresAt = expires_at.getTime() as Instant;
      const message = { cmd, id, expires: expiresAt, ...parameters } as Downlink;
      return { id, deviceId: device_id, message, expiresAt };
    });
  }

  async sent(id: CommandId, at: Instant): Promise<ChangedCommand | undefined> {
    return (await noteSent(this.db, id, new Date(at)))[0];
  }

  async expire(now: Instant, limit: number): Promise<ChangedCommand[]> {
    return expireCommands(this.db, new Date(now), limit);
  }

  /** What wristbands said; saying it again changes nothing. */
  async answered(results: readonly CommandResult[]): Promise<AnsweredCommands> {
    if (results.length === 0) return { changed: [], intervals: [] };
    const rows = await takeResults(
      this.db,
      results.map(({ commandId }) => commandId),
      results.map(({ deviceId }) => deviceId),
      results.map(({ result }) => result),
      results.map(({ detail }) => detail),
      results.map(({ receivedAt }) => new Date(receivedAt)),
    );
    const intervals: ChangedInterval[] = [];
    for (const { id, device_id: deviceId, supervisee_id: superviseeId, division, parameters, result } of rows) {
      const { seconds } = parameters;
      if (seconds === undefined || result !== 'done') continue;
      const [changed] = await changeInterval(this.db, deviceId, seconds, id);
      if (changed !== undefined) intervals.push({ deviceId, superviseeId, division, seconds, commandId: id });
    }
    return { changed: rows.map(({ id, division }) => ({ id, division })), intervals };
  }
}
