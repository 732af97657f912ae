import { hours, instant, isoInShanghai } from '#libs/kernel';

/** `2026-11-23 14:02:10`, as the clock on the office wall shows it. */
export function dateTime(at: string | number): string {
  return isoInShanghai(instant(new Date(at).getTime()))
    .slice(0, 19)
    .replace('T', ' ');
}

/** `14:02:10` when it is the same day in Shanghai as `now`, otherwise with its date. */
export function shortTime(at: string | number, now: number): string {
  const whole = dateTime(at);
  return whole.slice(0, 10) === dateTime(now).slice(0, 10) ? whole.slice(11) : whole;
}

/** Milliseconds since the epoch of `2026-11-23 14:02` as typed by somebody in Shanghai; undefined when it is no time. */
export function fromWallClock(typed: string): number | undefined {
  const [, date, time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?$/.exec(typed.trim()) ?? [];
  const at = Date.parse(`${date}T${time}Z`) - hours(8);
  return Number.isNaN(at) ? undefined : at;
}

/** To the minute, as it is typed. */
export const toWallClock = (at: number): string => dateTime(at).slice(0, 16);

/** A length of time in the unit that an officer would say it in; never negative. */
export type Age =
  | { readonly unit: 'seconds'; readonly s: number }
  | { readonly unit: 'minutes'; readonly m: number }
  | { readonly unit: 'hours'; readonly h: number; readonly m: number }
  | { readonly unit: 'days'; readonly d: number; readonly h: number };

export function ageOf(ms: number): Age {
  const s = Math.max(0, Math.floor(ms / 1_000));
  if (s < 120) return { unit: 'seconds', s };
  const m = Math.floor(s / 60);
  if (m < 60) return { unit: 'minutes', m };
  const h = Math.floor(m / 60);
  if (h < 48) return { unit: 'hours', h, m: m % 60 };
  return { unit: 'days', d: Math.floor(h / 24), h: h % 24 };
}

/** `03:10` below an hour, `1:03:10` below a day: narrow enough for a row. Nothing for a day and more. */
export function stopwatch(ms: number): string | undefined {
  const s = Math.max(0, Math.floor(ms / 1_000));
  if (s >= 86_400) return undefined;
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m] = [Math.floor(s / 3_600), Math.floor(s / 60) % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${two(m)}:${two(s % 60)}`;
}
