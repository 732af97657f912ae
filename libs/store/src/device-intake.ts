import type { Instant } from '#libs/kernel';
import {
  isSignOfLife,
  judgedAt,
  LifeLedger,
  type LifeChange,
  unknownClock,
  UNNUMBERED,
  type PlacedRecord,
  type Uplink,
  type UplinkRecord,
} from '#libs/protocol';
import { standing, type DeviceStanding, type KnownLife, type StreamChange } from './device-stream.store.js';

/** A message as it came, and what it says. */
export interface ReceivedUplink {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: Instant;
  readonly uplink: Uplink;
}

/** What a batch brings of one device. */
export interface DeviceIntake {
  readonly deviceId: string;
  readonly placed: readonly PlacedRecord[];
  readonly changes: readonly StreamChange[];
  /** The device's lives when the changes are kept. */
  readonly lives: readonly KnownLife[];
  /** Undefined for a device that does not number its records. */
  readonly standing: DeviceStanding | undefined;
}

/** Places the records of one device in its memory lives. `lives` is what is on disk. */
export function takeIn(
  deviceId: string,
  messages: readonly ReceivedUplink[],
  lives: readonly KnownLife[],
): DeviceIntake {
  const receivedAt = messages.reduce((newest, message) => Math.max(newest, message.receivedAt), 0) as Instant;
  const numbered = lives.some(({ life }) => life === UNNUMBERED)
    ? lives.filter(({ life }) => life !== UNNUMBERED)
    : lives;
  const counted = takeInNumbered(messages, numbered);
  const uncounted = messages.flatMap(({ uplink }) => (uplink.numbered ? [] : uplink.records));
  const present = counted.changes.at(-1);
  // Where a life begins, nobody else may meanwhile have gone on with the one before.
  const begins = counted.changes.length > numbered.length;
  const changed = counted.changes.filter((change) => begins || change === present || isChange(change));
  const alive = uncounted.filter(isSignOfLife);
  if (alive.length > 0) changed.push(newestOf(alive));
  const changes = changed.map((change) => {
    const version = lives.find(({ life }) => life === change.life)?.version ?? 0;
    return streamChange(change, deviceId, version, lives.length, receivedAt);
  });
  return {
    deviceId,
    placed:
      uncounted.length === 0
        ? counted.placed
        : [
            ...counted.placed,
            ...uncounted.map((record) => ({ record, life: UNNUMBERED, taken: false, refused: null })),
          ],
    changes,
    lives: [...lives.filter(({ life }) => changes.every((change) => change.life !== life)), ...changes.map(kept)],
    standing: present && standing(deviceId, present, counted.changes.length === 1),
  };
}

function takeInNumbered(
  messages: readonly ReceivedUplink[],
  lives: readonly KnownLife[],
): { placed: readonly PlacedRecord[]; changes: readonly LifeChange[] } {
  const uplinks = messages.flatMap(({ uplink }) => (uplink.numbered ? uplink : []));
  if (uplinks.length === 0) return { placed: [], changes: [] };
  const ledger = new LifeLedger(lives);
  const placed = ledger.place(recordsOf(uplinks));
  for (const { boot, rejections, gone } of uplinks) {
    for (const { seq } of rejections) if (seq !== null) ledger.keepRefused(boot, seq);
    if (gone.length > 0) ledger.noteGone(boot, gone);
  }
  return { placed, changes: ledger.changes() };
}

function recordsOf(uplinks: readonly Uplink[]): readonly UplinkRecord[] {
  const [only] = uplinks;
  return uplinks.length === 1 && only !== undefined ? only.records : uplinks.flatMap((uplink) => uplink.records);
}

const isChange = ({ added, addedGone }: LifeChange): boolean => added.length + addedGone.length > 0;

// Field by field: it runs for every device of every batch.
function streamChange(
  { life, boot, stored, gone, newestSeq, newestAt, clock, added, addedGone }: LifeChange,
  deviceId: string,
  version: number,
  known: number,
  receivedAt: Instant,
): StreamChange {
  return {
    life,
    boot,
    stored,
    gone,
    newestSeq,
    newestAt,
    clock,
    added,
    addedGone,
    deviceId,
    version,
    known,
    receivedAt,
  };
}

/** A life as it is remembered when a change of it was kept. */
const kept = ({ life, boot, stored, gone, newestSeq, newestAt, clock, version }: StreamChange): KnownLife => ({
  life,
  boot,
  stored,
  gone,
  newestSeq,
  newestAt,
  clock,
  version: version + 1,
});

/** Without numbers there is nothing to count: the stream's row only says which record was the newest. */
function newestOf(records: readonly UplinkRecord[]): LifeChange {
  const last = records.reduce((a, b) => (a.seq > b.seq ? a : b));
  const added = [[last.seq, last.seq]] as const;
  const newestAt = records.reduce((newest, record) => Math.max(newest, judgedAt(record)), -Infinity) as Instant;
  const counts = { added, addedGone: [], stored: added, gone: [] };
  return { life: UNNUMBERED, boot: 0, newestSeq: last.seq, newestAt, clock: unknownClock, ...counts };
}
