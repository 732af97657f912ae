import { instant, type Instant } from '#libs/kernel';
import { standingOf, UNNUMBERED, type LifeChange, type MemoryLife, type Standing } from '#libs/protocol';
import { arrayText } from './array-text.js';
import { clockText, readClock } from './clock-text.js';
import { multirangeText, readMultirange } from './multirange-text.js';
import { statement, textStatement, type Database } from './statement.js';

const lockDevices = statement('lock_devices');
const readIntakeDevices = textStatement('read_intake_devices');
const changeDeviceStreams = statement<{ count: number }>('change_device_streams');
const addDeviceStreams = statement<{ count: number }>('add_device_streams');

/** Where a device's present memory life stands: what its acknowledgement and its resend request say. */
export interface DeviceStanding extends Standing {
  readonly deviceId: string;
  readonly boot: number;
  readonly life: number;
  /** It is the first life that was heard of: nobody saw it begin. */
  readonly first: boolean;
}

/** A life as it was read; the version says whether it still is so. */
export interface KnownLife extends MemoryLife {
  readonly version: number;
}

/** A life with what a batch adds to it. */
export interface StreamChange extends LifeChange {
  readonly deviceId: string;
  /** What it was read as; 0 for a life that begins. */
  readonly version: number;
  /** How many lives of the device were read. */
  readonly known: number;
  readonly receivedAt: Instant;
}

/** Somebody else has changed a stream since it was read: what was made of it must be made anew. */
export class StaleStreams extends Error {}

/** Which sequence numbers of which device and memory life are on disk. */
export class DeviceStreamStore {
  constructor(private readonly db: Database) {}

  /** Keeps others who lock away from these devices until the transaction ends. */
  async lock(deviceIds: readonly string[]): Promise<void> {
    await lockDevices(this.db, deviceIds);
  }

  /** The lives of each registered device; none for one that has sent nothing yet. */
  async lives(deviceIds: readonly string[]): Promise<Map<string, KnownLife[]>> {
    const lives = new Map<string, KnownLife[]>();
    if (deviceIds.length === 0) return lives;
    for (const row of await readIntakeDevices(this.db, deviceIds)) {
      const deviceId = row[0] ?? '';
      const known = lives.get(deviceId) ?? [];
      if (row[1] !== null) known.push(readLife(row));
      lives.set(deviceId, known);
    }
    return lives;
  }

  /** Where devices stand that number their records; the others have nothing to acknowledge. */
  async standings(deviceIds: readonly string[]): Promise<DeviceStanding[]> {
    const known = await this.lives(deviceIds);
    return [...known].flatMap(([deviceId, lives]) => {
      const numbered = lives.filter((life) => life.life !== UNNUMBERED).sort((a, b) => a.life - b.life);
      const present = numbered.at(-1);
      return present === undefined ? [] : [standing(deviceId, present, numbered.length === 1)];
    });
  }

  /** @throws StaleStreams when a stream is not what the change was made of */
  async keep(changes: readonly StreamChange[]): Promise<void> {
    const [begun, known] = [changes.filter(isNew), changes.filter((change) => !isNew(change))];
    if (known.length > 0) demand(known, await changeDeviceStreams(this.db, ...versioned(known), ...columns(known)));
    if (begun.length > 0) await this.#begin(begun);
  }

  async #begin(changes: readonly StreamChange[]): Promise<void> {
    await this.lock(changes.map(({ deviceId }) => deviceId));
    const known = arrayText(changes.map((change) => change.known));
    demand(changes, await addDeviceStreams(this.db, ...identity(changes), ...columns(changes), known));
  }
}

const isNew = ({ version }: StreamChange): boolean => version === 0;

function demand(changes: readonly StreamChange[], [row]: readonly { count: number }[]): void {
  if (row?.count !== changes.length) throw new StaleStreams('somebody else has changed a stream meanwhile');
}

const identity = (changes: readonly StreamChange[]): unknown[] => [
  arrayText(changes.map((change) => change.deviceId)),
  arrayText(changes.map((change) => change.life)),
];

const versioned = (changes: readonly StreamChange[]): unknown[] => [
  ...identity(changes),
  arrayText(changes.map((change) => change.version)),
];

const columns = (changes: readonly StreamChange[]): unknown[] => [
  arrayText(changes.map((change) => change.boot)),
  quotedText(changes.map((change) => multirangeText(change.added))),
  quotedText(changes.map((change) => multirangeText(change.addedGone))),
  arrayText(changes.map((change) => change.newestSeq)),
  arrayText(changes.map((change) => change.newestAt)),
  arrayText(changes.map((change) => change.receivedAt)),
  quotedText(changes.map((change) => clockText(change.clock))),
];

/** Of texts that have commas and braces in them, but neither quotes nor backslashes. */
const quotedText = (values: readonly string[]): string => (values.length === 0 ? '{}' : `{"${values.join('","')}"}`);

function readLife([, life, boot, stored, gone, newestSeq, newestMs, version, clock]: readonly (
  string | null
)[]): KnownLife {
  return {
    life: Number(life),
    boot: Number(boot),
    stored: readMultirange(stored ?? ''),
    gone: readMultirange(gone ?? ''),
    newestSeq: Number(newestSeq),
    newestAt: instant(Number(newestMs)),
    clock: readClock(clock ?? null),
    version: Number(version),
  };
}

export function standing(deviceId: string, life: MemoryLife, first: boolean): DeviceStanding {
  return { deviceId, boot: life.boot, life: life.life, first, ...standingOf(life) };
}
