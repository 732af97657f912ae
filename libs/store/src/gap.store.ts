import { groupedBy, type Instant, type Millis } from '#libs/kernel';
import { arrayText } from './array-text.js';
import type { DeviceStanding } from './device-stream.store.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly device_id: string;
  readonly life: number;
  readonly seq_from: number;
  readonly seq_to: number;
}

const noteGaps = statement<Row>('note_gaps');
const settleGaps = statement<{ count: number }>('settle_gaps');
const giveUpGaps = statement('give_up_gaps');

/** Some missing numbers of a device's memory life, both ends included. */
export interface Gap {
  readonly deviceId: string;
  readonly life: number;
  readonly from: number;
  readonly to: number;
}

/** Holes in what devices have sent, on file from the first time they are asked for. */
export class GapStore {
  constructor(private readonly db: Database) {}

  /**
   * Puts the holes of these standings on file as asked for at `at`, and says which of them are to be asked for, by device:
   * those that nobody else has asked for in the last `pause`.
   */
  async note(standings: readonly DeviceStanding[], at: Instant, pause: Millis): Promise<Map<string, Gap[]>> {
    const gaps = standings.flatMap(({ deviceId, life, holes }) =>
      holes.map(([from, to]) => ({ deviceId, life, from, to })),
    );
    if (gaps.length === 0) return new Map();
    const rows = await noteGaps(this.db, ...columns(gaps), new Date(at), `${pause} ms`);
    const asked = rows.map((row) => {
      return { deviceId: row.device_id, life: row.life, from: row.seq_from, to: row.seq_to };
    });
    return groupedBy(asked, ({ deviceId }) => deviceId);
  }

  /** Writes down what has become of open holes; at most `limit` of them at a time. */
  async settle(at: Instant, limit = 1_000): Promise<number> {
    const [row] = await settleGaps(this.db, new Date(at), limit);
    return row?.count ?? 0;
  }

  /** From now on the numbers count as gone: what comes after them can be acknowledged. */
  async giveUp(gaps: readonly Gap[], at: Instant): Promise<void> {
    if (gaps.length > 0) await giveUpGaps(this.db, ...columns(gaps), new Date(at));
  }
}

const columns = (gaps: readonly Gap[]): unknown[] => [
  arrayText(gaps.map((gap) => gap.deviceId)),
  arrayText(gaps.map((gap) => gap.life)),
  arrayText(gaps.map((gap) => gap.from)),
  arrayText(gaps.map((gap) => gap.to)),
];
