import { describe, expect, it } from '@jest/globals';
import { ageOf, dateTime, fromWallClock, shortTime, stopwatch, toWallClock } from './time.js';

describe('dateTime', () => {
  it('shows the time in Shanghai wherever the browser is', () => {
    expect(dateTime('2026-11-23T06:02:10.900Z')).toBe('2026-11-23 14:02:10');
    expect(dateTime('2026-11-23T18:30:00+00:00')).toBe('2026-11-24 02:30:00');
  });

  it('leaves the date out only on the same day in Shanghai', () => {
    const now = Date.parse('2026-11-23T16:30:00Z');
    expect(shortTime('2026-11-23T16:02:10Z', now)).toBe('00:02:10');
    expect(shortTime('2026-11-23T15:59:59Z', now)).toBe('2026-11-23 23:59:59');
  });
});

describe('fromWallClock', () => {
  it('reads back what toWallClock shows', () => {
    const at = Date.parse('2026-11-23T06:02:00Z');
    expect(toWallClock(at)).toBe('2026-11-23 14:02');
    expect(fromWallClock(toWallClock(at))).toBe(at);
  });

  it('takes a date for its midnight, and refuses what is no time', () => {
    expect(fromWallClock('2026-11-23')).toBe(Date.parse('2026-11-22T16:00:00Z'));
    expect(['', '23.11.2026', '2026-11-23 25:00', '2026-13-01'].map(fromWallClock)).toEqual(Array(4).fill(undefined));
  });
});

describe('ageOf', () => {
  it('goes from seconds to days', () => {
    expect([119_000, 120_000, 3_599_999, 3_600_000, 48 * 3_600_000].map((ms) => ageOf(ms).unit)).toEqual([
      'seconds',
      'minutes',
      'minutes',
      'hours',
      'days',
    ]);
  });

  it('is nought for what a fast clock puts into the future', () => {
    expect(ageOf(-5_000)).toEqual({ unit: 'seconds', s: 0 });
  });
});

describe('stopwatch', () => {
  it('is narrow, and gives up at a day', () => {
    expect([42_000, 190_000, 3_790_000, 86_400_000].map(stopwatch)).toEqual(['00:42', '03:10', '1:03:10', undefined]);
  });
});
