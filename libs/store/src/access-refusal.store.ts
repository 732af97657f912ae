import type { Instant } from '#libs/kernel';
import { storableText } from './array-text.js';
import { statement, type Database } from './statement.js';

const addAccessRefusal = statement<{ id: string }>('add_access_refusal');
const countAccessRefusal = statement('count_access_refusal');

export interface AccessRefusal {
  readonly at: Instant;
  /** What the client called itself; it need not be a device of ours. */
  readonly deviceId: string;
  readonly reason: string;
  readonly detail: string;
  readonly copies: number;
}

/** Who was refused at the door, and why. */
export class AccessRefusalStore {
  constructor(private readonly db: Database) {}

  /** Answers the identifier under which the same refusal can be counted up. */
  async add({ at, deviceId, reason, detail, copies }: AccessRefusal): Promise<string> {
    const [row] = await addAccessRefusal(
      this.db,
      new Date(at),
      storableText(deviceId),
      reason,
      storableText(detail),
      copies,
    );
    if (row === undefined) throw new Error('the refusal was not stored');
    return row.id;
  }

  async count(id: string, copies: number): Promise<void> {
    await countAccessRefusal(this.db, id, copies);
  }
}
