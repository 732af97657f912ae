import { type Instant } from '#libs/kernel';
import { holds, type SeqRange } from './seq-ranges.js';
import { judgedAt } from './uplink-clock.js';
import type { UplinkRecord } from './uplink-record.js';

/** From one loss of a wristband's memory to the next: its numbers are unique. Named by the boot it began with. */
export interface MemoryLife {
  readonly life: number;
  /** The newest boot that was heard of in it. */
  readonly boot: number;
  readonly stored: readonly SeqRange[];
  readonly newestSeq: number;
  readonly newestAt: Instant;
}

export interface PlacedRecord {
  readonly record: UplinkRecord;
  readonly life: number;
  /** The number was taken before: a redelivery, or one number used twice. */
  readonly taken: boolean;
}

/** The life of devices that do not number their records. */
export const UNNUMBERED = 0;

/**
 * Says to which memory life each record of one device belongs. `lives` is what is on disk. Numbers go on across starts,
 * so a higher boot with a number that is not higher, at a later time, can only be a device that lost its memory.
 */
export class LifeLedger {
  readonly #lives: Life[];

  constructor(lives: readonly MemoryLife[]) {
    this.#lives = lives.map((life) => ({ ...life, seen: new Set<number>() })).sort((a, b) => a.life - b.life);
  }

  /** Places records in the order of their numbers, so that a batch means the same whatever its order. */
  place(records: readonly UplinkRecord[]): PlacedRecord[] {
    const inOrder = [...records].sort((a, b) => a.boot - b.boot || a.seq - b.seq || a.at - b.at);
    return inOrder.map((record) => {
      const life = this.#lifeOf(record);
      const taken = life.seen.has(record.seq) || holds(life.stored, record.seq);
      life.seen.add(record.seq);
      life.boot = Math.max(life.boot, record.boot);
      life.newestSeq = Math.max(life.newestSeq, record.seq);
      life.newestAt = Math.max(life.newestAt, judgedAt(record)) as Instant;
      return { record, life: life.life, taken };
    });
  }

  /** The life that a boot number belongs to; undefined when nothing is known of the device. */
  lifeOfBoot(boot: number): number | undefined {
    return (this.#lives.findLast((life) => life.life <= boot) ?? this.#lives[0])?.life;
  }

  #lifeOf(record: UplinkRecord): Life {
    const life = this.#lives.find((known) => known.life === this.lifeOfBoot(record.boot));
    if (life === undefined || hasForgotten(life, record)) return this.#begin(record);
    return life;
  }

  #begin({ boot, seq, at, receivedAt, clockOffset }: UplinkRecord): Life {
    const newestAt = judgedAt({ at, receivedAt, clockOffset });
    const life: Life = {
      life: Math.max(boot, UNNUMBERED + 1),
      boot,
      stored: [],
      newestSeq: seq,
      newestAt,
      seen: new Set(),
    };
    this.#lives.push(life);
    this.#lives.sort((a, b) => a.life - b.life);
    return life;
  }
}

type Life = { -readonly [Key in keyof MemoryLife]: MemoryLife[Key] } & { readonly seen: Set<number> };

function hasForgotten(life: Life, record: UplinkRecord): boolean {
  return record.boot > life.boot && record.seq <= life.newestSeq && judgedAt(record) > life.newestAt;
}
