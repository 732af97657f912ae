import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, minutes } from '#libs/kernel';
import { gapsOf, type TrackGap } from './track-gaps.js';

const START = Date.UTC(2026, 10, 23);
const at = (minute: number) => instant(START + minute * 60_000);
const day = { from: at(0), to: at(100) };
const PATIENCE = minutes(5);
/** `+3` a fix in minute 3, `-4` a record without a position in minute 4. */
const said = (...marks: string[]) =>
  marks.map((mark) => ({
    standsAt: at(Number(mark.slice(1))),
    position: mark.startsWith('+') ? { lat: 27, lon: 106 } : null,
  }));
const shown = (gaps: readonly TrackGap[]) =>
  gaps.map(({ from, seconds, because }) => [because, (Date.parse(from) - START) / 60_000, seconds / 60]);
const every = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `+${from + n}`);

describe('gapsOf', () => {
  it('finds none where a wristband spoke all the time', () => {
    expect(gapsOf(said(...every(0, 100)), [day], day, PATIENCE)).toEqual([]);
  });

  it('has no patience beyond the limit, and all of it up to there', () => {
    const gaps = gapsOf(said(...every(0, 40), ...every(45, 60), ...every(66, 100)), [day], day, PATIENCE);
    expect(shown(gaps)).toEqual([['silent', 60, 6]]);
  });

  it('tells silence from not knowing where one is', () => {
    const marks = [...every(0, 40), '-41', '-44', '-48', ...every(60, 100)];
    expect(shown(gapsOf(said(...marks), [day], day, PATIENCE))).toEqual([
      ['no_position', 40, 8],
      ['silent', 48, 12],
    ]);
  });

  it('shows when nobody was allowed to look, and looks for no other gap then', () => {
    const covered = [
      { from: at(-50), to: at(30) },
      { from: at(20), to: at(40) },
      { from: at(90), to: at(300) },
    ];
    const marks = [...every(0, 40), ...every(90, 100)];
    expect(shown(gapsOf(said(...marks), covered, day, PATIENCE))).toEqual([['no_legal_basis', 40, 50]]);
    expect(shown(gapsOf(said(...marks), [], day, PATIENCE))).toEqual([['no_legal_basis', 0, 100]]);
  });

  it('never overlaps, stays in the span, and leaves no silence out, whatever comes', () => {
    const minute = fc.integer({ min: -10, max: 110 });
    const records = fc.array(fc.tuple(minute, fc.boolean()), { maxLength: 40 });
    const coverage = fc.array(fc.tuple(minute, minute), { maxLength: 4 });
    fc.assert(
      fc.property(records, coverage, (times, spans) => {
        const sorted = [...times].sort(([a], [b]) => a - b);
        const lines = sorted.map(([m, known]) => ({ standsAt: at(m), position: known ? { lat: 27, lon: 106 } : null }));
        const covered = spans.filter(([a, b]) => a < b).map(([a, b]) => ({ from: at(a), to: at(b) }));
        const gaps = gapsOf(lines, covered, day, PATIENCE);
        const edges = gaps.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]);
        expect(edges).toEqual([...edges].sort((a, b) => a - b));
        expect(edges.every((edge) => edge >= day.from && edge <= day.to)).toBe(true);
        const lawful = (m: number) => covered.some(({ from, to }) => at(m) >= from && at(m) < to);
        const inGap = (m: number) => gaps.find(({ from, to }) => Date.parse(from) <= at(m) && at(m) < Date.parse(to));
        for (let m = 0; m < 100; m += 1) expect(inGap(m)?.because === 'no_legal_basis').toBe(!lawful(m));
      }),
    );
  });
});
