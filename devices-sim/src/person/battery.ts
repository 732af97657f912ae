import { days, hours, minutes, type Instant } from '#libs/kernel';
import { chance } from './chance.js';

export interface BatteryState {
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
export class Battery {
  private readonly evenings = new Map<number, number | undefined>();

  constructor(private readonly key: string) {}

  at(t: Instant): BatteryState {
    const session = this.lastSession(t);
    const start = level(session - this.lastSession(session - 1) - FULL_AFTER);
    const charged = start + (CHARGE_PER_HOUR * (t - session)) / hours(1);
    if (charged < 100) return { percent: Math.round(charged), charging: true };
    const full = session + ((100 - start) / CHARGE_PER_HOUR) * hours(1);
    return { percent: Math.round(level(t - full)), charging: false };
  }

  private lastSession(t: number): number {
    for (let day = Math.floor((t + SHANGHAI) / DAY); ; day--) {
      const begin = this.evening(day);
      if (begin !== undefined && begin <= t) return begin;
    }
  }

  /** When charging begins on a day, if it does. */
  private evening(day: number): number | undefined {
    if (this.evenings.has(day)) return this.evenings.get(day);
    const begin = day * DAY - SHANGHAI + hours(22.5) + minutes(chance(this.key, 'charge', day).between(0, 60));
    const drawn = (of: number): boolean => chance(this.key, 'forget', of).next() < FORGOTTEN;
    const forgotten = drawn(day) && !drawn(day - 1);
    this.evenings.set(day, forgotten ? undefined : begin);
    return this.evenings.get(day);
  }
}

const level = (sinceFull: number): number => Math.max(5, 100 - (DRAIN_PER_HOUR * Math.max(0, sinceFull)) / hours(1));
