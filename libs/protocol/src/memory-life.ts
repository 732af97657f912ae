import { type Instant } from '#libs/kernel';
import type { DeviceClock } from './device-clock.js';
import { holds, holesIn, joined, within, type SeqRange } from './seq-ranges.js';
import { judgedAt } from './uplink-clock.js';
import type { UplinkRecord } from './uplink-record.js';

/** From one loss of a wristband's memory to the next: its numbers are unique. Named by the boot it began with. */
export interface MemoryLife {
  readonly life: number;
  /** The newest boot that was heard of in it. */
  readonly boot: number;
  /** Numbers on disk, in quarantine included. */
  readonly stored: readonly SeqRange[];
  /** Numbers that the device says it no longer has. */
  readonly gone: readonly SeqRange[];
  readonly newestSeq: number;
  readonly newestAt: Instant;
  readonly clock: DeviceClock;
}

/** The life of devices that do not number their records. */
export const UNNUMBERED = 0;

/** Where a life stands: what the device may forget, and what it should send again. */
export interface Standing {
  /** Everything up to here is stored or gone for good; undefined while the beginning is missing. */
  readonly ack: number | undefined;
  readonly holes: readonly SeqRange[];
}

/** A life begins with 1. What came before its first record is a hole like any other, until it is stored or gone. */
export function standingOf({ stored, gone, newestSeq }: Pick<MemoryLife, 'stored' | 'gone' | 'newestSeq'>): Standing {
  const settled = gone.length === 0 ? stored : joined([...stored, ...gone]);
  const [first] = settled;
  if (first === undefined) return { ack: undefined, holes: [] };
  const ack = first[0] <= 1 ? first[1] : undefined;
  return { ack, holes: ack === newestSeq ? NONE : holesIn([1, newestSeq], settled) };
}

const NONE: readonly SeqRange[] = [];

/** Only a hole can be gone: what a device says beyond the numbers it has sent is not believed. */
export function believedGone(claimed: readonly SeqRange[], life: MemoryLife): SeqRange[] {
  const { holes } = standingOf({ ...life, gone: [] });
  return holes.flatMap((hole) => within(claimed, hole));
}

/** Numbers go on across starts: a later boot, at a later time, with a number that is not higher. */
export function hasForgotten(life: MemoryLife, record: UplinkRecord): boolean {
  const laterBoot = record.boot > Math.max(life.boot, life.life);
  return laterBoot && record.seq <= life.newestSeq && judgedAt(record) > life.newestAt;
}

/**
 * As many ranges of numbers as are kept of a life [M]. An honest wristband has as many as it has holes; one that makes its
 * numbers up has as many as it sends, each of them read and written with every batch.
 */
export const MOST_PIECES = 4_096;

/**
 * As many lives as are told apart of a wristband [M]: one that loses its memory every hour comes there in half a year. Each
 * is read with every batch, and one that says a higher `boot` with every record would begin one with each.
 */
export const MOST_LIVES = 4_096;

/** Whether a number stands beside one that is stored. */
export const touches = ({ stored }: MemoryLife, seq: number): boolean =>
  holds(stored, seq - 1) || holds(stored, seq + 1);

export const isTaken = (life: MemoryLife, seq: number): boolean => holds(life.stored, seq);
