import { after, days, hours, instant, minutes, since, type Instant, type Millis } from '#libs/kernel';
import { moved, type Wgs84 } from '#libs/geo';
import { chance, type Chance } from './chance.js';
import { along, type Path } from './path.js';
import type { Haunts, HauntName } from './haunts.js';

/** Where somebody truly is. */
export interface Whereabouts {
  readonly at: Wgs84;
  /** metres per second */
  readonly speed: number;
  /** degrees from north; where the last step led while standing */
  readonly heading: number;
  readonly indoors: boolean;
}

interface Leg {
  readonly from: Instant;
  readonly to: Instant;
  readonly place: HauntName;
  /** On the way; else at the place. */
  readonly path?: Path;
}
interface Stop {
  readonly place: HauntName;
  /** By the clock of the day, or a length of stay. */
  readonly until?: Millis;
  readonly stay?: Millis;
}

const DAY = days(1);
/** Beyond this nobody walks to the market. */
const WALKING_METRES = 1_500;
const SHANGHAI = hours(8);

/** Somebody's days: the same for the same seed, whatever moment is asked for first. */
export class Walk {
  private readonly plans = new Map<number, readonly Leg[]>();

  constructor(
    private readonly haunts: Haunts,
    private readonly key: string,
  ) {}

  at(t: Instant): Whereabouts {
    const day = Math.floor((t + SHANGHAI) / DAY);
    const leg = this.planOf(day).find((candidate) => t < candidate.to);
    if (!leg?.path)
      return { ...this.standing(leg?.place ?? 'home', t), speed: 0, heading: 0, indoors: leg?.place !== 'park' };
    const share = since(leg.from, t) / since(leg.from, leg.to);
    const { at, heading } = along(leg.path, leg.path.metres * share);
    const speed = leg.path.metres / (since(leg.from, leg.to) / 1_000);
    return { at: this.swayed(at, t), speed, heading, indoors: false };
  }

  private standing(place: HauntName, t: Instant): Pick<Whereabouts, 'at'> {
    return { at: this.swayed(this.haunts.places[place], t) };
  }

  /** Nobody stands like a post: some metres of slow wandering around where the plan has them. */
  private swayed(at: Wgs84, t: Instant): Wgs84 {
    const sway = (period: number): number => Math.sin((2 * Math.PI * t) / (period * 1_000) + this.haunts.phase);
    return moved(at, 2 * sway(311) + sway(97), 2 * sway(421) + sway(131));
  }

  private planOf(day: number): readonly Leg[] {
    const known = this.plans.get(day);
    if (known) return known;
    if (this.plans.size > 2) this.plans.clear();
    const begin = instant(day * DAY - SHANGHAI);
    const plan = legs(this.haunts, stopsOf(this.haunts.routine, day, chance(this.key, 'day', day)), begin);
    this.plans.set(day, plan);
    return plan;
  }
}

function legs(haunts: Haunts, stops: readonly Stop[], begin: Instant): Leg[] {
  const made: Leg[] = [];
  let now = begin;
  for (const [index, { place, until, stay }] of stops.entries()) {
    const next = stops[index + 1]?.place;
    const end = after(begin, DAY);
    if (!next) made.push({ from: now, to: end, place });
    else {
      const leave = instant(Math.max(after(now, stay ?? minutes(5)), until ? after(begin, until) : now));
      const path = haunts.way(place, next);
      const speed = path.metres < WALKING_METRES ? 1.3 : 5.5;
      const there = instant(leave + (path.metres / speed) * 1_000);
      made.push({ from: now, to: leave, place }, { from: leave, to: there, place: next, path });
      now = there;
    }
  }
  return made;
}

function stopsOf(routine: Haunts['routine'], day: number, luck: Chance): readonly Stop[] {
  const at = (hour: number, spread: number): Millis => minutes(hour * 60 + luck.between(0, spread));
  const evening: Stop[] =
    luck.next() < 0.5
      ? [
          { place: 'home', until: at(19.3, 40) },
          { place: 'park', stay: minutes(luck.between(20, 60)) },
        ]
      : [];
  const home: Stop = { place: 'home' };
  // 1 January 1970 was a Thursday.
  const weekday = (day + 4) % 7;
  if (routine === 'homebound') return [home];
  if (routine === 'trader')
    return [
      { place: 'home', until: at(6, 60) },
      { place: 'market', until: at(13, 90) },
      { place: 'home', until: at(15, 60) },
      { place: 'park', stay: minutes(60) },
      home,
    ];
  if (weekday === 0 || weekday === 6)
    return [
      { place: 'home', until: at(9, 120) },
      { place: 'market', stay: minutes(luck.between(20, 60)) },
      ...evening,
      home,
    ];
  return [
    { place: 'home', until: at(7.3, 60) },
    { place: 'work', until: at(17.3, 60) },
    { place: 'market', stay: minutes(luck.between(15, 45)) },
    ...evening,
    home,
  ];
}
