import { describe, expect, it } from '@jest/globals';
import { instant, isoInShanghai } from '#libs/kernel';
import type { WeeklySchedule } from '#libs/protocol';
import { windowsFrom } from './schedule.js';

const at = (text: string) => instant(Date.parse(`${text}:00+08:00`));
const windows = (schedule: WeeklySchedule, from: string) =>
  windowsFrom(schedule, at(from)).map(({ from, to }) => [from, to].map((time) => isoInShanghai(time).slice(0, 16)));

describe('a weekly schedule', () => {
  // 2 March 2026 is a Monday.
  const nights: WeeklySchedule = { weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' }] };

  it('goes on past midnight, by the clock of China', () => {
    expect(windows(nights, '2026-03-02T02:00').slice(0, 2)).toEqual([
      ['2026-03-01T22:00', '2026-03-02T06:00'],
      ['2026-03-02T22:00', '2026-03-03T06:00'],
    ]);
  });

  it('is over at its end, not after it', () => {
    expect(windows(nights, '2026-03-02T05:59')[0]?.[1]).toBe('2026-03-02T06:00');
    expect(windows(nights, '2026-03-02T06:00')[0]?.[1]).toBe('2026-03-03T06:00');
  });

  it('begins on the days that it names, also when it ends on another', () => {
    const sunday: WeeklySchedule = { weekly: [{ days: [7], from: '23:30', to: '00:30' }] };
    expect(windows(sunday, '2026-03-02T00:10')).toEqual([
      ['2026-03-01T23:30', '2026-03-02T00:30'],
      ['2026-03-08T23:30', '2026-03-09T00:30'],
    ]);
    expect(windows(sunday, '2026-03-02T00:30')).toEqual([['2026-03-08T23:30', '2026-03-09T00:30']]);
  });

  it('begins on no day before its first and after its last', () => {
    const dated = { ...nights, from: '2026-03-04', to: '2026-03-05' };
    expect(windows(dated, '2026-03-02T12:00')).toEqual([
      ['2026-03-04T22:00', '2026-03-05T06:00'],
      ['2026-03-05T22:00', '2026-03-06T06:00'],
    ]);
    expect(windows({ ...nights, from: '2026-06-01' }, '2026-03-02T12:00')[0]).toEqual([
      '2026-06-01T22:00',
      '2026-06-02T06:00',
    ]);
    expect(windows(dated, '2026-03-06T06:00')).toEqual([]);
  });

  it('lasts a whole day when it ends as it begins', () => {
    const whole: WeeklySchedule = { weekly: [{ days: [1], from: '08:00', to: '08:00' }] };
    expect(windows(whole, '2026-03-02T09:00')[0]).toEqual(['2026-03-02T08:00', '2026-03-03T08:00']);
  });
});
