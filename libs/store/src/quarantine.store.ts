import { createHash } from 'node:crypto';
import type { Instant } from '#libs/kernel';
import { arrayText, storableText, timeText } from './array-text.js';
import { statement, type Database } from './statement.js';

const quarantineMessages = statement('quarantine_messages');

/** As much of a payload as is kept. */
const KEPT_BYTES = 4_096;

/** A message, or one record of it, that could not be taken. */
export interface Quarantined {
  readonly receivedAt: Instant;
  readonly topic: string;
  readonly deviceId: string | null;
  readonly reason: string;
  readonly detail: string;
  readonly payload: Uint8Array;
}

/** What was refused: acknowledged to the broker all the same, and kept with the reason. */
export class QuarantineStore {
  constructor(private readonly db: Database) {}

  /** The same message again only counts up. */
  async add(messages: readonly Quarantined[]): Promise<void> {
    if (messages.length === 0) return;
    const rows = counted(messages);
    const column = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key]);
    await quarantineMessages(
      this.db,
      arrayText(rows.map((row) => timeText(row.receivedAt))),
      rows.map((row) => storableText(row.topic)),
      column('deviceId'),
      column('reason'),
      rows.map((row) => storableText(row.detail)),
      rows.map((row) => Buffer.from(row.payload.subarray(0, KEPT_BYTES))),
      arrayText(rows.map((row) => row.payload.length)),
      arrayText(column('copies')),
      column('fingerprint'),
    );
  }
}

/** Each message once, in an order that is the same for everybody who writes. */
function counted(messages: readonly Quarantined[]): (Quarantined & { copies: number; fingerprint: Buffer })[] {
  const rows = new Map<string, Quarantined & { copies: number; fingerprint: Buffer }>();
  for (const message of messages) {
    const fingerprint = fingerprintOf(message);
    const row = rows.get(fingerprint.toString('hex')) ?? { ...message, copies: 0, fingerprint };
    rows.set(fingerprint.toString('hex'), { ...row, copies: row.copies + 1 });
  }
  return [...rows.values()].sort((a, b) => Buffer.compare(a.fingerprint, b.fingerprint));
}

function fingerprintOf({ topic, reason, detail, payload }: Quarantined): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([topic, reason, detail]))
    .update(payload)
    .digest();
}
