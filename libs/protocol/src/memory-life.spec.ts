import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '#libs/kernel';
import { LifeLedger } from './life-ledger.js';
import { MOST_LIVES, MOST_PIECES, standingOf, type MemoryLife } from './memory-life.js';
import { parseUplink } from './uplink.js';
import type { UplinkRecord } from './uplink-record.js';
import { unknownClock } from './device-clock.js';
import { extended, holds, holesIn, joined, rangesOf, type SeqRange } from './seq-ranges.js';

const T0 = Date.UTC(2026, 0, 1);
const record = (boot: number, seq: number, minute = seq, receivedAt = T0 + 86_400_000): UplinkRecord => {
  const payload = JSON.stringify({ boot, rec: [{ seq, t: T0 + minute * 60_000, k: 'nofix' }] });
  const [line] = parseUplink('wristband/v1/WB-1/up', new TextEncoder().encode(payload), instant(receivedAt)).records;
  if (line === undefined) throw new Error('the spec wrote a bad record');
  return line;
};
const life = (number: number, more: Partial<MemoryLife> = {}): MemoryLife => ({
  ...{ life: number, boot: number, stored: [[1, 100]], gone: [], newestSeq: 100 },
  ...{ newestAt: instant(T0 + 100 * 60_000), clock: unknownClock },
  ...more,
});
const placed = (lives: MemoryLife[], ...records: UplinkRecord[]): [number, number, boolean][] =>
  new LifeLedger(lives).place(records).map(({ record: { seq }, life: number, taken }) => [number, seq, taken]);

describe('a wristband with as many memory lives as are told apart', () => {
  const lives = Array.from({ length: MOST_LIVES }, (_, index) => life(index + 1, { newestAt: instant(T0) }));
  const places = (known: MemoryLife[], ...records: UplinkRecord[]) =>
    new LifeLedger(known).place(records).map(({ life: number, refused }) => [number, refused]);

  it('has its last one begun, and the first record of another one refused', () => {
    expect(places(lives.slice(1), record(MOST_LIVES + 1, 1))).toEqual([[MOST_LIVES + 1, null]]);
    expect(places(lives, record(MOST_LIVES + 1, 1))).toEqual([[MOST_LIVES, 'boot.scattered']]);
  });

  it('goes on with those it has, whatever the boot', () => {
    const going = [record(MOST_LIVES, 101), record(MOST_LIVES + 9, 102)];
    expect(places(lives, ...going)).toEqual([
      [MOST_LIVES, null],
      [MOST_LIVES, null],
    ]);
  });
});

/** Every other number, as many as are kept. */
const scattered = (): SeqRange[] => Array.from({ length: MOST_PIECES }, (_, index) => [2 * index + 1, 2 * index + 1]);

describe('a memory life in as many pieces as are kept', () => {
  const newest = 2 * MOST_PIECES - 1;
  const full = life(7, { stored: scattered(), newestSeq: newest });
  const take = (known: MemoryLife, ...records: UplinkRecord[]) => {
    const ledger = new LifeLedger([known]);
    const places = ledger.place(records).map((one) => [one.record.seq, one.refused !== null]);
    const [change] = ledger.changes();
    if (change === undefined) throw new Error('a life is lost');
    return { places, change, ledger };
  };

  it('takes what goes on with a piece or joins two, and refuses what would be another one, which it does not count', () => {
    const { places, change } = take(
      full,
      record(7, 4),
      record(7, newest + 1),
      record(7, newest + 2),
      record(7, 99_999),
    );
    expect(places).toEqual([
      [4, false],
      [newest + 1, false],
      [newest + 2, false],
      [99_999, true],
    ]);
    expect(holds(change.stored, 99_999)).toBe(false);
    expect(change).toMatchObject({ newestSeq: newest + 2 });
    expect(standingOf(change).ack).toBe(1);
    // The hole that was filled is room for the one that was refused.
    expect(take(change, record(7, 99_999)).places).toEqual([[99_999, false]]);
  });

  it('notes neither a refused number nor a hole that would be another piece', () => {
    const { ledger, change } = take(full);
    ledger.keepRefused(7, 99_999);
    expect(ledger.changes()[0]).toMatchObject({ stored: change.stored, newestSeq: newest });
    ledger.keepRefused(7, 2);
    expect(ledger.changes()[0]?.newestSeq).toBe(newest);
    expect(holds(ledger.changes()[0]?.stored ?? [], 2)).toBe(true);
    const wide = life(7, {
      stored: [
        [1, 1],
        [100_000, 100_000],
      ],
      newestSeq: 100_000,
    });
    const claims = new LifeLedger([wide]);
    claims.noteGone(
      7,
      Array.from({ length: MOST_PIECES + 1 }, (_, index) => [2 * index + 3, 2 * index + 3]),
    );
    expect(claims.changes()[0]).toMatchObject({ gone: [], addedGone: [] });
  });

  it('counts holes that are gone for good no longer', () => {
    const gone = scattered()
      .map(([one]): SeqRange => [one + 1, one + 1])
      .slice(0, -1);
    const { places, change } = take({ ...full, gone }, record(7, newest + 5));
    expect(places).toEqual([[newest + 5, false]]);
    expect(change).toMatchObject({
      stored: [
        [1, newest],
        [newest + 5, newest + 5],
      ],
      gone: [],
    });
    expect(change.added).toEqual(joined([...gone, [newest + 5, newest + 5]]));
    expect(standingOf(change)).toEqual({ ack: newest, holes: [[newest + 1, newest + 4]] });
  });

  it('never has more, whatever numbers come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 * MOST_PIECES }), { maxLength: 600 }), (seqs) => {
        const { places, change } = take(full, ...seqs.map((seq) => record(7, seq)));
        expect(change.stored.length).toBeLessThanOrEqual(MOST_PIECES);
        for (const [seq, refused] of places) expect(holds(change.stored, Number(seq))).toBe(refused !== true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a memory life', () => {
  it('begins with the first record, named by its boot', () => {
    expect(placed([], record(7, 4711), record(7, 4712))).toEqual([
      [7, 4711, false],
      [7, 4712, false],
    ]);
  });

  it('goes on across starts', () => {
    expect(placed([life(7)], record(8, 101))).toEqual([[7, 101, false]]);
  });

  it('ends when a later start counts from 1 again', () => {
    expect(placed([life(7)], record(8, 2, 102), record(8, 1, 101))).toEqual([
      [8, 1, false],
      [8, 2, false],
    ]);
  });

  it('does not end by a redelivery, nor by a record older than the newest', () => {
    expect(placed([life(7)], record(7, 5))).toEqual([[7, 5, true]]);
    expect(placed([life(7)], record(8, 5, 5))).toEqual([[7, 5, true]]);
  });

  it('ends also when the device lost its time with its memory', () => {
    expect(placed([life(7)], record(8, 1, -30 * 525_600))).toEqual([[8, 1, false]]);
  });

  it('takes a late backlog of an earlier life', () => {
    const lives = [life(7, { stored: [[1, 50]], newestSeq: 50 }), life(9)];
    expect(placed(lives, record(7, 51), record(8, 52), record(9, 101), record(6, 60))).toEqual([
      [7, 60, false],
      [7, 51, false],
      [7, 52, false],
      [9, 101, false],
    ]);
  });

  it('marks a number that comes twice in one batch', () => {
    expect(placed([], record(1, 1), record(1, 1))).toEqual([
      [1, 1, false],
      [1, 1, true],
    ]);
  });

  it('is never the one of devices that do not number', () => {
    expect(placed([], record(0, 1))).toEqual([[1, 1, false]]);
  });

  it('is the same for a batch in any order', () => {
    const batch = [record(7, 98), record(8, 101), record(9, 1, 200), record(9, 2, 201), record(9, 3, 202)];
    const expected = placed([life(7)], ...batch);
    fc.assert(
      fc.property(fc.shuffledSubarray(batch, { minLength: batch.length }), (shuffled) => {
        expect(placed([life(7)], ...shuffled)).toEqual(expected);
      }),
    );
  });
});

describe('the standing of a life', () => {
  const standing = (stored: SeqRange[], gone: SeqRange[] = []) =>
    standingOf({ stored, gone, newestSeq: stored.at(-1)?.[1] ?? 0 });

  it('acknowledges up to the first hole', () => {
    expect(standing([[1, 4713]])).toEqual({ ack: 4713, holes: [] });
    expect(
      standing([
        [1, 5],
        [8, 9],
      ]),
    ).toEqual({ ack: 5, holes: [[6, 7]] });
  });

  it('goes on past what is gone', () => {
    expect(
      standing(
        [
          [1, 5],
          [8, 9],
        ],
        [[6, 7]],
      ),
    ).toEqual({ ack: 9, holes: [] });
  });

  it('acknowledges nothing while the beginning is missing', () => {
    expect(standing([[4, 6]])).toEqual({ ack: undefined, holes: [[1, 3]] });
    expect(standing([[4, 6]], [[1, 3]])).toEqual({ ack: 6, holes: [] });
  });

  it('never acknowledges a number that is neither stored nor gone', () => {
    const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
    fc.assert(
      fc.property(seqs, seqs, (storedSeqs, goneSeqs) => {
        const settled = [...storedSeqs, ...goneSeqs];
        const { ack } = standing(rangesOf(storedSeqs), rangesOf(goneSeqs));
        for (let seq = 1; seq <= (ack ?? 0); seq++) expect(settled).toContain(seq);
        if (ack !== undefined) expect(settled).not.toContain(ack + 1);
      }),
    );
  });
});

describe('a batch', () => {
  it('adds the numbers of refused records, which are in quarantine', () => {
    const ledger = new LifeLedger([life(7)]);
    ledger.place([record(7, 101), record(7, 103)]);
    ledger.keepRefused(7, 102);
    expect(ledger.changes()).toMatchObject([{ life: 7, stored: [[1, 103]], added: [[101, 103]], newestSeq: 103 }]);
  });

  it('takes for gone only what is a hole', () => {
    const ledger = new LifeLedger([
      life(7, {
        stored: [
          [1, 5],
          [9, 100],
        ],
      }),
    ]);
    ledger.noteGone(7, [
      [4, 7],
      [101, 9e15],
    ]);
    expect(ledger.changes()).toMatchObject([{ addedGone: [[6, 7]], gone: [[6, 7]] }]);
  });
});

describe('ranges of numbers', () => {
  const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 60 }));

  it('hold exactly what they were made of', () => {
    fc.assert(
      fc.property(seqs, fc.integer({ min: 1, max: 60 }), (made, asked) => {
        expect(holds(rangesOf(made), asked)).toBe(made.includes(asked));
      }),
    );
  });

  it('are as few as can be, however they are joined', () => {
    expect(rangesOf([5, 3, 1, 2, 2])).toEqual([
      [1, 3],
      [5, 5],
    ]);
    fc.assert(
      fc.property(seqs, seqs, (some, others) => {
        expect(joined([...rangesOf(some), ...rangesOf(others)])).toEqual(rangesOf([...some, ...others]));
        expect(extended(rangesOf(some), rangesOf(others))).toEqual(rangesOf([...some, ...others]));
      }),
    );
  });

  it('and their holes fill each other', () => {
    fc.assert(
      fc.property(seqs, (made) => {
        expect(joined([...rangesOf(made), ...holesIn([1, 60], rangesOf(made))])).toEqual([[1, 60]]);
      }),
    );
  });
});
