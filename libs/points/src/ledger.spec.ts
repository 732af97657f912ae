import { describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import fc from 'fast-check';
import { judge, movementsFor, type Entry } from './ledger.js';
import { monthOf } from './month.js';
import { points, readPoints, sizeOf, sum, type Points } from './points.js';
import { scheme as schema, type Scheme } from './scheme.js';
import { thousandPoints } from './thousand-points.js';

const scheme = schema.parse(thousandPoints);
const start = Date.UTC(2026, 0, 1);
const entry = (id: number, item: string, asked: string, day: number): Entry => ({
  id: String(id),
  item,
  asked: readPoints(asked) as Points,
  at: instant(start + day * 86_400_000),
});
const counted = (entries: readonly Entry[], of = scheme) => judge(of, entries).map((one) => one.counted);

describe('what entries come to', () => {
  it('counts each with its sign, and what is beyond a cap as capped by it', () => {
    const five = [1, 2, 3, 4, 5].map((day) => entry(day, 'report-kept', '2', day));
    expect(judge(scheme, five).map(({ counted: is, capped, by }) => [is, capped, by])).toEqual([
      [200n, 0n, null],
      [200n, 0n, null],
      [200n, 0n, null],
      [200n, 0n, null],
      [0n, 200n, 'item-month'],
    ]);
    expect(counted([entry(1, 'left-area', '30', 1)])).toEqual([-3_000n]);
  });

  it('caps by the month of the place', () => {
    const last = Date.UTC(2026, 0, 31, 15, 59);
    const kept = [0, 1, 2, 3].map((n) => ({ ...entry(n + 1, 'report-kept', '2', 0), at: instant(last - n) }));
    const next = { ...entry(9, 'report-kept', '2', 0), at: instant(last + 60_000) };
    expect(sum(counted([...kept, next]))).toBe(1_000n);
  });

  it('stops at the ends of the score', () => {
    const warned = Array.from({ length: 12 }, (_, n) => entry(n + 1, 'warned', '100', n * 31));
    expect(sum(counted(warned))).toBe(-75_000n);
  });

  it('gives back what an overturned entry had taken of a cap', () => {
    const five = [1, 2, 3, 4, 5].map((day) => entry(day, 'report-kept', '2', day));
    const booked = new Map(judge(scheme, five).map((one) => [one.entry.id, one.counted]));
    expect(movementsFor(scheme, five.slice(1), booked).map(({ entry: of, amount }) => [of, amount])).toEqual([
      ['1', -200n],
      ['5', 200n],
    ]);
  });
});

const codes = scheme.items.map(({ code }) => code);
const entries = fc
  .array(fc.record({ item: fc.constantFrom(...codes), asked: fc.bigInt(1n, 20_000n), day: fc.nat(800) }), {
    maxLength: 40,
  })
  .map((drawn) =>
    drawn.map(({ item, asked, day }, index) => ({ ...entry(index + 1, item, '1', day), asked: points(asked) })),
  );
const booksOf = (of: Scheme, all: readonly Entry[], before = new Map<string, Points>()) => {
  const booked = new Map(before);
  for (const { entry: id, amount } of movementsFor(of, all, booked)) {
    booked.set(id, points((booked.get(id) ?? 0n) + amount));
  }
  return booked;
};

describe('whatever is entered', () => {
  it('the sum of what is booked is the sum of what counts, in whatever steps it was booked', () => {
    fc.assert(
      fc.property(entries, fc.nat(60), (all, first) => {
        const booked = booksOf(scheme, all, booksOf(scheme, all.slice(0, first)));
        expect(sum(booked.values())).toBe(sum(counted(all)));
      }),
    );
  });

  it('what counts and what is capped are what was asked', () => {
    fc.assert(
      fc.property(entries, (all) => {
        for (const { entry: of, counted: is, capped } of judge(scheme, all)) {
          expect(sizeOf(is) + capped).toBe(of.asked);
        }
      }),
    );
  });

  it('no cap is passed, and the score stays between its ends', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const judged = judge(scheme, all);
        const total = (of: typeof judged) => sum(of.map(({ counted: is }) => sizeOf(is)));
        const within = (of: typeof judged, cap: Points | undefined) =>
          expect(cap === undefined || total(of) <= cap).toBe(true);
        for (const month of new Set(judged.map((one) => one.month))) {
          const ofMonth = judged.filter((one) => one.month === month);
          const ofYear = judged.filter((one) => one.month.slice(0, 4) === month.slice(0, 4));
          for (const item of scheme.items) {
            within(
              ofMonth.filter((one) => one.entry.item === item.code),
              item.caps.month,
            );
            within(
              ofYear.filter((one) => one.entry.item === item.code),
              item.caps.year,
            );
            for (const one of ofMonth.filter(({ entry: { item: code } }) => code === item.code)) {
              within([one], item.caps.event);
            }
          }
          for (const part of scheme.parts) {
            const ofPart = (of: typeof judged, adds: boolean) =>
              of.filter((one) => one.part === part.code && one.counted > 0n === adds);
            within(ofPart(ofMonth, true), part.additions.month);
            within(ofPart(ofYear, true), part.additions.year);
            within(ofPart(ofMonth, false), part.deductions.month);
            within(ofPart(ofYear, false), part.deductions.year);
          }
        }
        let score = 75_000n;
        for (const { counted: is } of judged) {
          score += is;
          expect(score >= 0n && score <= 100_000n).toBe(true);
        }
      }),
    );
  });

  it('the order of entry changes nothing where the scheme goes by events', () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.nat()), (all, luck) => {
        const numbers = all.map(({ id }) => ({ id, by: luck.next().value as number }));
        numbers.sort((one, other) => one.by - other.by);
        const otherwise = all.map((one, index) => ({ ...one, id: numbers[index]?.id ?? '' }));
        const byMonth = (of: readonly Entry[]) =>
          judge(scheme, of).map(({ entry: { at, item, asked }, counted: is }) => [monthOf(at), item, asked, is]);
        expect(byMonth(otherwise)).toEqual(byMonth(all));
      }),
    );
  });

  it('an overturned entry leaves everything as if it never were', () => {
    fc.assert(
      fc.property(entries, fc.nat(60), (all, which) => {
        const without = all.filter((_, index) => index !== which % Math.max(1, all.length));
        const after = booksOf(scheme, without, booksOf(scheme, all));
        const never = booksOf(scheme, without);
        for (const { id } of all) expect(after.get(id) ?? 0n).toBe(never.get(id) ?? 0n);
      }),
    );
  });
});
