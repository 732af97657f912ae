import { distanceMetres, moved, type CircleShape, type Wgs84 } from '#libs/geo';
import { days, hours, instant, minutes, type Instant } from '#libs/kernel';
import { townHaunts } from '../../../devices-sim/src/person/haunts.js';
import type { Person } from '../../../devices-sim/src/person/person.js';

/** What somebody must keep to beside the county, in the words of the world. */
export interface Duty {
  readonly kind: 'zone.entry' | 'zone.absent';
  readonly circle: CircleShape;
  /** When it is asked for. */
  readonly windows: readonly (readonly [from: Instant, to: Instant])[];
  /** Metres on the wrong side. */
  readonly depth: (at: Wgs84) => number;
}

const FORBIDDEN_METRES = 250;
const HOME_METRES = 200;
/** Every evening in Shanghai, until the morning. */
export const CURFEW = { from: '22:00', to: '05:30' } as const;
const SHANGHAI = hours(8);

/** Two in five of those in towns have one: a forbidden place on their ways, one beside them, or hours to be at home. */
export function dutiesOf(person: Person, start: Instant, end: Instant): Duty[] {
  if (person.gate) return [];
  const { places } = townHaunts(person.county, person.key);
  switch (person.number % 10) {
    case 1:
      return [forbidden(places.market, start, end)];
    case 3:
      return [forbidden(moved(places.home, 450, 450), start, end)];
    case 5:
    case 7:
      return [atHome(places.home, start, end)];
    default:
      return [];
  }
}

function forbidden({ lat, lon }: Wgs84, start: Instant, end: Instant): Duty {
  const circle = { lat, lon, radius: FORBIDDEN_METRES };
  return { kind: 'zone.entry', circle, windows: [[start, end]], depth: (at) => FORBIDDEN_METRES - metres(circle, at) };
}

function atHome({ lat, lon }: Wgs84, start: Instant, end: Instant): Duty {
  const circle = { lat, lon, radius: HOME_METRES };
  const windows: (readonly [Instant, Instant])[] = [];
  for (let day = Math.floor((start + SHANGHAI) / days(1)) - 1; instant(day * days(1) - SHANGHAI) < end; day++) {
    const begin = day * days(1) - SHANGHAI + hours(22);
    const [from, to] = [Math.max(begin, start), Math.min(begin + hours(7) + minutes(30), end)];
    if (from < to) windows.push([instant(from), instant(to)]);
  }
  return { kind: 'zone.absent', circle, windows, depth: (at) => metres(circle, at) - HOME_METRES };
}

const metres = ({ lat, lon }: CircleShape, at: Wgs84): number => distanceMetres({ lat, lon } as Wgs84, at);
