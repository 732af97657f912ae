import { days, hours, minutes, type Instant } from '#libs/kernel';
import { chance } from './chance.js';

export interface Battery {
  readonly percent: number;
  readonly charging: boolean;
}

const DAY = days(1);
const SHANGHAI = hours(8);
const DRAIN_PER_HOUR = 2;
const CHARGE_PER_HOUR = 40;
const FULL_AFTER = minutes(80);
/** One evening in twelve the charger is forgotten, never two in a row: the band then gets low, and not empty. */
const FORGOTTEN = 1 / 12;

/** Charged every evening at about half past ten, when it is not forgotten. */
export function batteryAt(key: string, t: Instant): Battery {
  const session = lastSession(key, t);
  const start = level(session - lastSession(key, session - 1) - FULL_AFTER);
  const charged = start + (CHARGE_PER_HOUR * (t - session)) / hours(1);
  if (charged < 100) return { percent: Math.round(charged), charging: true };
  const full = session + ((100 - start) / CHARGE_PER_HOUR) * hours(1);
  return { percent: Math.round(level(t - full)), charging: false };
}

const level = (sinceFull: number): number => Math.max(5, 100 - (DRAIN_PER_HOUR * Math.max(0, sinceFull)) / hours(1));

function lastSession(key: string, t: number): number {
  for (let day = Math.floor((t + SHANGHAI) / DAY); ; day--) {
    const begin = day * DAY - SHANGHAI + hours(22.5) + minutes(chance(key, 'charge', day).between(0, 60));
    if (begin <= t && !forgets(key, day)) return begin;
  }
}

const draw = (key: string, day: number): boolean => chance(key, 'forget', day).next() < FORGOTTEN;
const forgets = (key: string, day: number): boolean => draw(key, day) && !draw(key, day - 1);
