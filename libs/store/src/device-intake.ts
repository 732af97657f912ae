import type { Instant } from '#libs/kernel';
import {
  judgedAt,
  LifeLedger,
  type LifeChange,
  UNNUMBERED,
  type MemoryLife,
  type PlacedRecord,
  type Uplink,
  type UplinkRecord,
} from '#libs/protocol';
import { standing, type DeviceStanding, type StreamChange } from './device-stream.store.js';

/** A message as it came, and what it says. */
export interface ReceivedUplink {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: Instant;
  readonly uplink: Uplink;
}

/** What a batch brings of one device. */
export interface DeviceIntake {
  readonly placed: readonly PlacedRecord[];
  readonly changes: readonly StreamChange[];
  /** Undefined for a device that does not number its records. */
  readonly standing: DeviceStanding | undefined;
}

/** Places the records of one device in its memory lives. `lives` is what is on disk. */
export function takeIn(
  deviceId: string,
  messages: readonly ReceivedUplink[],
  lives: readonly MemoryLife[],
): DeviceIntake {
  const receivedAt = newest(messages.map((message) => message.receivedAt));
  const uplinks = messages.map(({ uplink }) => uplink);
  const counted = takeInNumbered(
    uplinks.filter((uplink) => uplink.numbered),
    lives,
  );
  const uncounted = uplinks.filter((uplink) => !uplink.numbered).flatMap((uplink) => uplink.records);
  const present = counted.changes.at(-1);
  return {
    placed: [...counted.placed, ...uncounted.map((record) => ({ record, life: UNNUMBERED, taken: false }))],
    changes: [
      ...counted.changes.filter((change) => change === present || isChange(change)),
      ...newestOf(uncounted),
    ].map((change) => ({ ...change, deviceId, receivedAt })),
    standing: present && standing(deviceId, present, present.fromOne),
  };
}

function takeInNumbered(
  uplinks: readonly Uplink[],
  lives: readonly MemoryLife[],
): { placed: PlacedRecord[]; changes: LifeChange[] } {
  if (uplinks.length === 0) return { placed: [], changes: [] };
  const ledger = new LifeLedger(lives.filter((life) => life.life !== UNNUMBERED));
  const placed = ledger.place(uplinks.flatMap((uplink) => uplink.records));
  for (const { boot, rejections, gone } of uplinks) {
    for (const { seq } of rejections) if (seq !== null) ledger.keepRefused(boot, seq);
    ledger.noteGone(boot, gone);
  }
  return { placed, changes: ledger.changes() };
}

const isChange = ({ added, addedGone }: LifeChange): boolean => added.length + addedGone.length > 0;

const newest = (times: readonly Instant[]): Instant => times.reduce((a, b) => (a > b ? a : b));

/** Without numbers there is nothing to count: the stream's row only says which record was the newest. */
function newestOf(records: readonly UplinkRecord[]): Omit<StreamChange, 'deviceId' | 'receivedAt'>[] {
  if (records.length === 0) return [];
  const last = records.reduce((a, b) => (a.seq > b.seq ? a : b));
  const added = [[last.seq, last.seq]] as const;
  const newestAt = newest(records.map(judgedAt));
  const change = { life: UNNUMBERED, boot: 0, newestSeq: last.seq, newestAt, added, addedGone: [] };
  return [{ ...change, stored: added, gone: [], fromOne: false }];
}
