import { after, days, hours, instant, minutes, type Instant } from '#libs/kernel';
import type { WeeklySchedule } from '#libs/protocol';

/** A stretch of time in which one must be inside; up to, but not including, its end. */
export interface Demand {
  readonly from: Instant;
  readonly to: Instant;
}

/** How far ahead windows are looked for: in every week there is one of each. */
const AHEAD = 8;

/**
 * The windows of a schedule that are not over at a time, for somewhat more than a week; of one that begins later, those
 * of its first week. China's clock has had no summer time since 1991: a day is a day.
 */
export function windowsFrom(schedule: WeeklySchedule, at: Instant): Demand[] {
  const first = Math.max(dayOf(at) - 1, schedule.from === undefined ? -Infinity : dayNamed(schedule.from));
  const last = Math.min(first + AHEAD, schedule.to === undefined ? Infinity : dayNamed(schedule.to));
  const found: Demand[] = [];
  for (let day = first; day <= last; day++) {
    for (const { days: on, from, to } of schedule.weekly) {
      if (!on.includes(weekdayOf(day))) continue;
      const window = { from: timeOn(day, from), to: timeOn(to <= from ? day + 1 : day, to) };
      if (window.to > at) found.push(window);
    }
  }
  return found.sort((a, b) => a.from - b.from || a.to - b.to);
}

const CHINA = hours(8);
/** Days since 1 January 1970, by the calendar of China. */
const dayOf = (at: Instant): number => Math.floor(after(at, CHINA) / days(1));
const dayNamed = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / days(1));
/** 1 is Monday; the first of January 1970 was a Thursday. */
const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
const timeOn = (day: number, clock: string): Instant => {
  const [hour, minute] = clock.split(':').map(Number) as [number, number];
  return instant(days(day) - CHINA + minutes(hour * 60 + minute));
};
