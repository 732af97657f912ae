import { instant, type Instant } from '#libs/kernel';
import { standingOf, UNNUMBERED, type LifeChange, type MemoryLife, type Standing } from '#libs/protocol';
import { arrayText } from './array-text.js';
import { multirangeText, readMultirange } from './multirange-text.js';
import { statement, type Database } from './statement.js';

const lockDevices = statement<{ id: string }>('lock_devices');
const readMemoryLives = statement<{
  device_id: string;
  life: number;
  boot: number;
  stored: string;
  gone: string;
  newest_seq: string;
  newest_at: Date;
}>('read_memory_lives');
const keepDeviceStreams = statement('keep_device_streams');

/** Where a device's present memory life stands: what its acknowledgement and its resend request say. */
export interface DeviceStanding extends Standing {
  readonly deviceId: string;
  readonly boot: number;
}

export interface StreamChange extends LifeChange {
  readonly deviceId: string;
  readonly receivedAt: Instant;
}

/** Which sequence numbers of which device and memory life are on disk. */
export class DeviceStreamStore {
  constructor(private readonly db: Database) {}

  /** Keeps other batches away from these devices until the transaction ends; answers which of them are registered. */
  async lock(deviceIds: readonly string[]): Promise<Set<string>> {
    return new Set((await lockDevices(this.db, deviceIds)).map((row) => row.id));
  }

  async lives(deviceIds: readonly string[]): Promise<Map<string, MemoryLife[]>> {
    const lives = new Map<string, MemoryLife[]>();
    for (const row of await readMemoryLives(this.db, deviceIds)) {
      const life: MemoryLife = {
        life: row.life,
        boot: row.boot,
        stored: readMultirange(row.stored),
        gone: readMultirange(row.gone),
        newestSeq: Number(row.newest_seq),
        newestAt: instant(row.newest_at.getTime()),
      };
      lives.set(row.device_id, [...(lives.get(row.device_id) ?? []), life]);
    }
    return lives;
  }

  /** Where devices stand that number their records; the others have nothing to acknowledge. */
  async standings(deviceIds: readonly string[]): Promise<DeviceStanding[]> {
    const known = await this.lives(deviceIds);
    return [...known].flatMap(([deviceId, lives]) => {
      const numbered = lives.filter((life) => life.life !== UNNUMBERED).sort((a, b) => a.life - b.life);
      const present = numbered.at(-1);
      return present === undefined ? [] : [standing(deviceId, present, numbered.length > 1)];
    });
  }

  async keep(changes: readonly StreamChange[]): Promise<void> {
    if (changes.length === 0) return;
    await keepDeviceStreams(
      this.db,
      arrayText(changes.map((change) => change.deviceId)),
      arrayText(changes.map((change) => change.life)),
      arrayText(changes.map((change) => change.boot)),
      changes.map((change) => multirangeText(change.added)),
      changes.map((change) => multirangeText(change.addedGone)),
      arrayText(changes.map((change) => change.newestSeq)),
      arrayText(changes.map((change) => change.newestAt)),
      arrayText(changes.map((change) => change.receivedAt)),
    );
  }
}

export function standing(deviceId: string, life: MemoryLife, fromOne: boolean): DeviceStanding {
  return { deviceId, boot: life.boot, ...standingOf(life, fromOne) };
}
