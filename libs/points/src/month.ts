import { hours, instant, type Instant } from '#libs/kernel';

/** A month of the calendar of the place: `2026-11`. In order of text they are in order of time. */
export type Month = string & { readonly unit: 'month' };

const OFFSET = hours(8);
const FORM = /^(\d{4})-(0[1-9]|1[0-2])$/;

export const isMonth = (text: string): text is Month => FORM.test(text);
/** Asked of every fact for every condition: reading the number of a month costs a tenth of writing a whole date. */
export function monthOf(at: Instant): Month {
  const date = new Date(at + OFFSET);
  const number = date.getUTCMonth() + 1;
  return `${date.getUTCFullYear()}-${number < 10 ? '0' : ''}${number}` as Month;
}
export const yearOf = (month: Month): string => month.slice(0, 4);

export function monthsAfter(month: Month, count: number): Month {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7) as Month;
}

/** How many months `later` is after `earlier`. */
export function monthsFrom(earlier: Month, later: Month): number {
  const count = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return count(later) - count(earlier);
}

/** Its first moment. */
export const beginOf = (month: Month): Instant => instant(Date.parse(`${month}-01T00:00:00Z`) - OFFSET);
export const endOf = (month: Month): Instant => beginOf(monthsAfter(month, 1));
