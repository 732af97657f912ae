import type { Instant } from '#libs/kernel';
import { ClockJudge, unknownClock, type WrongTime } from './device-clock.js';
import {
  believedGone,
  hasForgotten,
  isTaken,
  MOST_LIVES,
  MOST_PIECES,
  touches,
  UNNUMBERED,
  type MemoryLife,
} from './memory-life.js';
import { extended, joined, rangesOf, type SeqRange } from './seq-ranges.js';
import { judgedAt } from './uplink-clock.js';
import type { UplinkRecord } from './uplink-record.js';

export interface PlacedRecord {
  readonly record: UplinkRecord;
  readonly life: number;
  /** The number was taken before: a redelivery, or one number used twice. */
  readonly taken: boolean;
  /** It would be a piece, or a life, more than are counted: it is refused, and its number not counted. */
  readonly refused: 'seq.scattered' | 'boot.scattered' | null;
}

/** What a batch adds to a life, and how the life stands with it. */
export interface LifeChange extends MemoryLife {
  readonly added: readonly SeqRange[];
  readonly addedGone: readonly SeqRange[];
}

/** The memory lives of one device while a batch of its records is taken in. */
export class LifeLedger {
  readonly #lives: Life[];

  /** @param lives what is on disk */
  constructor(lives: readonly MemoryLife[]) {
    this.#lives = lives.map(opened).sort((a, b) => a.life - b.life);
  }

  /** Places records in the order of their numbers, so that a batch means the same whatever its order. */
  place(records: readonly UplinkRecord[]): PlacedRecord[] {
    const inOrder =
      records.length < 2 ? records : [...records].sort((a, b) => a.boot - b.boot || a.seq - b.seq || a.at - b.at);
    const wrong = new Map<number, WrongTime>();
    const placed = inOrder.map((record, index): PlacedRecord => {
      const life = this.#lifeOf(record);
      if (life === undefined) return { record, life: this.#present, taken: false, refused: 'boot.scattered' };
      const taken = isAdded(life, record.seq) || isTaken(life, record.seq);
      if (taken) life.added.push(record.seq);
      else if (!addNumber(life, record.seq)) return { record, life: life.life, taken, refused: 'seq.scattered' };
      const found = taken ? undefined : life.judge.judge(record);
      if (found !== undefined) wrong.set(index, found);
      life.boot = Math.max(life.boot, record.boot);
      life.newestSeq = Math.max(life.newestSeq, record.seq);
      life.newestAt = Math.max(life.newestAt, found ? record.receivedAt : judgedAt(record)) as Instant;
      return { record, life: life.life, taken, refused: null };
    });
    // Only now is each offset measured by all that share it.
    return wrong.size === 0 ? placed : placed.map((one, index) => believedLess(one, wrong.get(index)));
  }

  /** A number whose record is in quarantine need not be sent again. Of a device we know nothing of, nothing is noted. */
  keepRefused(boot: number, seq: number): void {
    const life = this.#lifeOfBoot(boot);
    if (life === undefined || !addNumber(life, seq)) return;
    life.newestSeq = Math.max(life.newestSeq, seq);
  }

  noteGone(boot: number, ranges: readonly SeqRange[]): void {
    this.#lifeOfBoot(boot)?.claimed.push(...ranges);
  }

  /** Every life of the device as it stands now, the earliest first. */
  changes(): LifeChange[] {
    return this.#lives.map(changeOf);
  }

  #lifeOfBoot(boot: number): Life | undefined {
    return this.#lives.findLast((life) => life.life <= boot) ?? this.#lives[0];
  }

  /** Undefined where it would be a life too many. */
  #lifeOf(record: UplinkRecord): Life | undefined {
    const life = this.#lifeOfBoot(record.boot);
    if (life !== undefined && !hasForgotten(life, record)) return life;
    return this.#lives.length < MOST_LIVES ? this.#begin(record) : undefined;
  }

  get #present(): number {
    return this.#lives.at(-1)?.life ?? UNNUMBERED;
  }

  #begin(record: UplinkRecord): Life {
    const { boot, seq } = record;
    const life = Math.max(boot, UNNUMBERED + 1);
    const begun = opened({
      life,
      boot,
      stored: [],
      gone: [],
      newestSeq: seq,
      newestAt: judgedAt(record),
      clock: unknownClock,
    });
    this.#lives.push(begun);
    this.#lives.sort((a, b) => a.life - b.life);
    return begun;
  }
}

const believedLess = (placed: PlacedRecord, wrong: WrongTime | undefined): PlacedRecord =>
  wrong === undefined ? placed : { ...placed, record: { ...placed.record, clockOffset: wrong.offset } };

type Life = { -readonly [Key in keyof MemoryLife]: MemoryLife[Key] } & {
  readonly judge: ClockJudge;
  /** As they were placed: within one start of the device in the order of their numbers. */
  readonly added: number[];
  readonly claimed: SeqRange[];
  /** Of `gone`, what counts as stored from now on. */
  readonly folded: readonly SeqRange[];
  /** Ranges that are stored with what was added; more when it joined some. */
  pieces: number;
};

/** Adds a number, unless that would be a piece too many. */
function addNumber(life: Life, seq: number): boolean {
  const goesOn = life.added.at(-1) === seq - 1;
  if (!goesOn && life.pieces >= MOST_PIECES && !touches(life, seq)) return false;
  if (!goesOn) life.pieces += 1;
  life.added.push(seq);
  return true;
}

/** Most batches bring one record of a device, or some in order: there is nothing to search. */
const isAdded = ({ added }: Life, seq: number): boolean =>
  added.length > 0 && seq <= (added.at(-1) ?? 0) && added.includes(seq);

/** Holes that are gone for good part nothing any more when there are too many pieces. */
function opened({ life, boot, stored, gone, newestSeq, newestAt, clock }: MemoryLife): Life {
  const isFull = stored.length >= MOST_PIECES && gone.length > 0;
  const held = isFull ? joined([...stored, ...gone]) : stored;
  return {
    life,
    boot,
    stored: held,
    gone: isFull ? [] : gone,
    newestSeq,
    newestAt,
    clock,
    judge: new ClockJudge(clock),
    added: [],
    claimed: [],
    folded: isFull ? gone : [],
    pieces: held.length,
  };
}

// Field by field, and nothing joined that has not changed: it runs for every device of every batch.
function changeOf({ life, boot, newestSeq, newestAt, ...before }: Life): LifeChange {
  const brought = rangesOf(before.added);
  const added = before.folded.length === 0 ? brought : joined([...brought, ...before.folded]);
  const stored = added.length === 0 ? before.stored : extended(before.stored, added);
  const { clock } = before.judge;
  const now = { life, boot, stored, gone: before.gone, newestSeq, newestAt, clock };
  const claimed = before.claimed.length === 0 ? [] : believedGone(before.claimed, now);
  const known = claimed.length === 0 ? before.gone : extended(before.gone, claimed);
  // Who claims that every other number is gone is asked again.
  const [addedGone, gone] = known.length > MOST_PIECES ? [[], before.gone] : [claimed, known];
  return { life, boot, stored, gone, newestSeq, newestAt, clock, added, addedGone };
}
