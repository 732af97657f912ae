import { minutes, seconds, since, type Instant, type Millis } from '#libs/kernel';
import { printBatch, printGone, type Observation, type SeqRange, type WireRecord } from './wire.js';

/** Well below the limits of 512 records and 64 KiB. */
const BATCH_RECORDS = 200;
const BATCH_BYTES = 32 * 1_024;
/** Acks come within ten seconds while records flow: whoever waited this long was not heard. */
const FIRST_PATIENCE = seconds(60);
const LONGEST_PATIENCE = minutes(15);

export type BacklogOrder = 'oldest' | 'newest' | 'shuffled';

export interface Batch {
  readonly payload: string;
  readonly seqs: readonly number[];
}

export interface Memory {
  /** Number of this start. */
  readonly boot: number;
  readonly nextSeq: number;
}

/**
 * The memory of one wristband: gives numbers to records, keeps each until the platform says that it is stored, and
 * sends again what it is asked for. Knows nothing of the network.
 */
export class Wristband {
  private readonly kept = new Map<number, WireRecord>();
  private outbox: number[] = [];
  private boot: number;
  /** The first boot of this memory: an ack or request for an earlier one is not about these records. */
  private life: number;
  private nextSeq: number;
  private acked = 0;
  /** Since when something sent has gone without an ack. */
  private waitingSince: Instant | undefined;
  private patience: Millis = FIRST_PATIENCE;

  constructor(
    memory: Memory,
    private readonly order: BacklogOrder = 'oldest',
    private readonly shuffle: () => number = () => 0,
    /** Records the memory holds; the oldest is forgotten for the next one. */
    private readonly capacity = 50_000,
  ) {
    this.boot = this.life = memory.boot;
    this.nextSeq = memory.nextSeq;
  }

  get unacknowledged(): number {
    return this.kept.size;
  }
  get waiting(): number {
    return this.outbox.length;
  }
  get newest(): number {
    return this.nextSeq - 1;
  }
  get acknowledged(): number {
    return this.acked;
  }

  add(observation: Observation): number {
    const seq = this.nextSeq++;
    this.kept.set(seq, { seq, ...observation });
    this.outbox.push(seq);
    if (this.kept.size > this.capacity) this.kept.delete(this.kept.keys().next().value as number);
    return seq;
  }

  restart(memoryLost: boolean): void {
    this.boot++;
    if (!memoryLost) return;
    this.life = this.boot;
    this.nextSeq = 1;
    this.acked = 0;
    this.kept.clear();
    this.outbox = [];
    this.waitingSince = undefined;
  }

  /** The next message for `up`, or nothing. Its records count as sent until `failed` says otherwise. */
  take(now: Instant): Batch | undefined {
    this.askAgain(now);
    const [seqs, printed]: [number[], string[]] = [[], []];
    let bytes = 0;
    while (this.outbox.length > 0 && seqs.length < BATCH_RECORDS && bytes < BATCH_BYTES) {
      const record = this.kept.get(this.nextOut());
      if (!record) continue;
      const text = JSON.stringify(record);
      seqs.push(record.seq);
      printed.push(text);
      bytes += text.length;
    }
    if (seqs.length === 0) return undefined;
    this.waitingSince ??= now;
    return { payload: printBatch(this.boot, printed), seqs };
  }

  failed(batch: Batch): void {
    this.outbox = [...batch.seqs.filter((seq) => this.kept.has(seq)), ...this.outbox];
  }

  /** Where nobody will ever say `ack`: what the broker has taken is forgotten. */
  forget(batch: Batch): void {
    for (const seq of batch.seqs) this.kept.delete(seq);
    this.waitingSince = undefined;
  }

  ack(upTo: number, boot: number, now: Instant): void {
    if (boot < this.life || boot > this.boot || upTo >= this.nextSeq || upTo <= this.acked) return;
    this.acked = upTo;
    for (const seq of this.kept.keys()) if (seq <= upTo) this.kept.delete(seq);
    this.waitingSince = this.kept.size > 0 ? now : undefined;
    this.patience = FIRST_PATIENCE;
  }

  /** Puts the missing records in line again; answers with the message about those that are gone for good, if any. */
  resend(ranges: readonly SeqRange[], boot: number): string | undefined {
    if (boot > this.boot) return undefined;
    const mine = boot >= this.life;
    const queued = new Set(this.outbox);
    const asked = [...this.kept.keys()].filter((seq) => mine && ranges.some(([from, to]) => seq >= from && seq <= to));
    this.outbox = [...asked.filter((seq) => !queued.has(seq)), ...this.outbox];
    const has = new Set(asked);
    const gone = ranges.flatMap(([from, to]) => holes(from, mine ? Math.min(to, this.nextSeq - 1) : to, has));
    return gone.length > 0 ? printGone(boot, gone) : undefined;
  }

  private nextOut(): number {
    if (this.order === 'oldest') return this.outbox.shift() as number;
    if (this.order === 'newest') return this.outbox.pop() as number;
    const at = Math.floor(this.shuffle() * this.outbox.length);
    return this.outbox.splice(at, 1)[0] as number;
  }

  /** A tail that was lost behind the broker leaves no gap that the platform could see: the band must ask itself. */
  private askAgain(now: Instant): void {
    if (this.kept.size === 0 || this.outbox.length > 0 || this.waitingSince === undefined) return;
    if (since(this.waitingSince, now) < this.patience) return;
    this.outbox = [...this.kept.keys()];
    this.waitingSince = now;
    this.patience = Math.min(this.patience * 2, LONGEST_PATIENCE) as Millis;
  }
}

/** The parts of a range that are not in the set. */
function holes(from: number, to: number, has: ReadonlySet<number>): SeqRange[] {
  const present = [...has].filter((seq) => seq >= from && seq <= to).sort((a, b) => a - b);
  const ends = [from - 1, ...present, to + 1];
  return ends.slice(1).flatMap((end, index): SeqRange[] => {
    const start = (ends[index] ?? 0) + 1;
    return start < end ? [[start, end - 1]] : [];
  });
}
