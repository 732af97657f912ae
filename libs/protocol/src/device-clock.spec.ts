import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { days, hours, instant, minutes, seconds, type Millis } from '#libs/kernel';
import { ClockJudge, unknownClock, type DeviceClock } from './device-clock.js';
import { clockOffset } from './uplink-clock.js';
import type { UplinkRecord } from './uplink-record.js';

const NOON = instant(Date.UTC(2026, 2, 2, 4));
const YEAR = 365 * 86_400_000;

/** A record made at a true time by a clock that is off, and received later. */
interface Made {
  readonly at: number;
  readonly off?: number;
  readonly delay?: number;
  readonly seq?: number;
  readonly boot?: number;
}
const record = ({ at, off = 0, delay = 300, seq = 0, boot = 1 }: Made): UplinkRecord => {
  const [said, receivedAt] = [instant(NOON + at + off), instant(NOON + at + delay)];
  return { boot, seq, at: said, receivedAt, clockOffset: clockOffset(said, receivedAt) } as UplinkRecord;
};

/** What was measured of each record; null where the time was believed. The state goes through JSON after every one. */
function judged(records: readonly Made[], from: DeviceClock = unknownClock): (number | null)[] {
  let clock = from;
  return records.map((made, index) => {
    const judge = new ClockJudge(clock);
    const wrong = judge.judge(record({ seq: index + 1, ...made }));
    clock = JSON.parse(JSON.stringify(judge.clock)) as DeviceClock;
    return wrong?.offset ?? null;
  });
}

/** One record a minute. */
const every = (count: number, more: Omit<Made, 'at'> = {}, from = 0): Made[] =>
  Array.from({ length: count }, (_, index) => ({ at: from + minutes(index), ...more }));
const areNull = (offsets: readonly (number | null)[]): boolean => offsets.every((offset) => offset === null);

const delays = fc.integer({ min: 0, max: 20_000 });
const intervals = fc.array(fc.integer({ min: 1_000, max: 600_000 }), { minLength: 2, maxLength: 60 });
const timesOf = (steps: readonly number[]): number[] =>
  steps.map((_, index) => steps.slice(0, index + 1).reduce((a, b) => a + b, 0));

describe('a clock', () => {
  it('is believed while records come when they were made', () => {
    fc.assert(
      fc.property(intervals, delays, (steps, delay) => {
        expect(areNull(judged(timesOf(steps).map((at) => ({ at, delay }))))).toBe(true);
      }),
    );
  });

  it('is believed through an outage of any length, however the backlog is cut into messages', () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(intervals, fc.integer({ min: 0, max: days(40) }), pieces, (steps, outage, sizes) => {
        const times = timesOf(steps);
        const end = (times.at(-1) ?? 0) + outage;
        const messageOf = (index: number): number => Math.floor(index / (sizes[index % sizes.length] ?? 1));
        const backlog = times.map((at, index) => ({ at, delay: end - at + 200 * messageOf(index) }));
        const live = every(3, {}, end + minutes(1));
        expect(areNull(judged([...every(2, {}, 0 - hours(1)), ...backlog, ...live]))).toBe(true);
      }),
    );
  });

  it('is believed when a backlog comes after what is newer', () => {
    const backlog = every(30, { delay: hours(5) }, 0 - hours(2)).map((made, index) => ({ ...made, seq: index + 1 }));
    const live = every(5).map((made, index) => ({ ...made, seq: 100 + index }));
    expect(areNull(judged([...live, ...backlog]))).toBe(true);
    expect(areNull(judged([...live, ...backlog.toReversed()]))).toBe(true);
  });

  it.each([
    ['of 1970', -56 * YEAR],
    ['ten years ahead', 10 * YEAR],
    ['six minutes ahead', minutes(6)],
  ])('that is %s is wrong from the first record on, and measured', (_, off) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), delays, (count, delay) => {
        for (const offset of judged(every(count, { off, delay: Math.min(delay, 5_000) }))) {
          expect(Math.abs((offset ?? 0) - off)).toBeLessThanOrEqual(5_000);
        }
      }),
    );
  });

  it('that jumps back is wrong until it is put right, and measured by the least delay', () => {
    fc.assert(
      fc.property(fc.integer({ min: minutes(11), max: days(30) }), fc.integer({ min: 1, max: 300 }), (jump, count) => {
        const wrong = every(count, { off: -jump }, minutes(5));
        const right = every(3, {}, minutes(5 + count));
        const offsets = judged([...every(5), ...wrong, ...right]);
        expect(areNull(offsets.slice(0, 5))).toBe(true);
        expect(offsets.slice(5, -3).filter((offset) => Math.abs((offset ?? 0) + jump) > 300)).toEqual([]);
        expect(areNull(offsets.slice(-3))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('that jumped back during an outage is told from a backlog, and its offset from the delay', () => {
    const jump: number = hours(3);
    const silent = every(60, { off: -jump }, minutes(5)).map((made) => ({ ...made, delay: hours(2) - made.at }));
    const offsets = judged([...every(5), ...silent, ...every(2, { off: -jump }, hours(2))]);
    expect(offsets.slice(5).every((offset) => offset !== null && offset <= -jump)).toBe(true);
    expect(offsets.at(-1)).toBe(-jump - 300);
  });

  it('that was put right while out of reach is believed again for what was made since', () => {
    const silent = every(20, {}, minutes(30)).map((made) => ({ ...made, delay: hours(9) - made.at }));
    const offsets = judged([...every(5), ...every(20, { off: 0 - hours(2) }, minutes(5)), ...silent]);
    expect(areNull(offsets.slice(25))).toBe(true);
  });

  it('that starts in 1970 during an outage leaves the rest of the backlog believed', () => {
    const end = hours(4);
    const late = every(50, {}, minutes(10)).map((made) => ({ ...made, delay: end - made.at, boot: 2 }));
    const start = { at: minutes(9), off: -56 * YEAR, delay: end - minutes(9), boot: 2 };
    const offsets = judged([...every(5), start, ...late]);
    expect(offsets[5]).toBeLessThan(-50 * YEAR);
    expect(areNull(offsets.slice(6))).toBe(true);
  });

  it('that drifts, or was set to another time zone, is found by its even lag within half an hour', () => {
    const drifting = every(600).map((made) => ({ ...made, off: -made.at / 60 }));
    const offsets = judged(drifting);
    expect(areNull(offsets.slice(0, 300))).toBe(true);
    expect(offsets.slice(330).some((offset) => offset === null)).toBe(false);
    // Measured anew as it goes on.
    expect(Math.abs((offsets.at(-1) ?? 0) + minutes(10))).toBeLessThan(minutes(1));
    const zone = judged(every(60, { off: 0 - hours(8) }));
    expect(areNull(zone.slice(0, 10))).toBe(true);
    expect(zone.slice(30).every((offset) => offset === 0 - hours(8) - 300)).toBe(true);
  });

  it('that is behind by less than its reporting interval is found all the same, and stays found', () => {
    const behind = Array.from({ length: 40 }, (_, index) => ({ at: minutes(20 * index), off: 0 - minutes(8) }));
    const offsets = judged([...every(2, {}, 0 - hours(1)), ...behind]);
    expect(offsets.slice(8).every((offset) => offset === 0 - minutes(8) - 300)).toBe(true);
  });

  it('that drifts ahead is found when it is five minutes ahead', () => {
    const offsets = judged(every(600).map((made) => ({ ...made, off: made.at / 60 })));
    expect(offsets.findIndex((offset) => offset !== null)).toBeGreaterThan(299);
    expect(offsets.slice(302).some((offset) => offset === null)).toBe(false);
  });

  it('was wrong when an older record says a later time than a newer one', () => {
    const [, , early] = judged([
      { at: 0, seq: 1 },
      { at: hours(1), seq: 50 },
      { at: minutes(1), off: hours(2), delay: hours(6), seq: 20 },
    ]);
    expect(early).toBe(hours(1) + minutes(1));
  });

  it('says the same of a batch as of its records one by one', () => {
    const made = [...every(5), ...every(10, { off: 0 - hours(2) }, minutes(5)), ...every(5, {}, minutes(15))];
    const judge = new ClockJudge(unknownClock);
    const together = made.map((one, index) => judge.judge(record({ seq: index + 1, ...one })));
    expect(together.map((wrong) => wrong !== undefined)).toEqual(judged(made).map((offset) => offset !== null));
    const shared: Millis[] = together.flatMap((wrong) => wrong?.offset ?? []);
    expect(new Set(shared).size).toBe(1);
  });

  it('is allowed what a synchronisation corrects', () => {
    const steps: Made[] = [{ at: 0, off: minutes(4) }, { at: seconds(20) }, { at: seconds(40), delay: minutes(6) }];
    expect(areNull(judged(steps))).toBe(true);
  });
});
