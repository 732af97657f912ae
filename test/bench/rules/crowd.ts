import { moved, wgs84, type AreaShape, type Position, type Ring, type Wgs84 } from '#libs/geo';
import { instant, superviseeId } from '#libs/kernel';
import { alertKinds } from '#libs/protocol';
import type { Observation, World, ZoneVersion } from '#libs/rules';
import { world } from '#libs/testkit';
import { chance, type Chance } from '../../../devices-sim/src/person/chance.js';

export const START = instant(Date.UTC(2026, 2, 2));
const MINUTE = 60_000;

export const zoneOf = (id: string, shape: AreaShape): ZoneVersion => ({
  id,
  version: 1,
  name: id,
  kind: 'inclusion',
  shape,
  buffer: 0,
  schedule: null,
  from: instant(0),
  to: null,
});

/** As in the database: one of the country for every kind. */
const policies: World['policies'] = alertKinds.map((kind) => ({
  kind,
  version: 1,
  division: '',
  from: instant(0),
  parameters: {},
}));

/** Somebody with areas to stay in, and the track of an ordinary life around a home: one record a minute. */
export interface Life {
  readonly world: World;
  readonly records: readonly Observation[];
}

export function lifeOf(number: number, home: Wgs84, change: Partial<World>, count: number): Life {
  const id = superviseeId(String(number));
  const deviceId = `WB-${number}`;
  const lasts = instant(START + 400 * 86_400_000);
  const luck = chance('rules', number);
  const of = world({
    superviseeId: id,
    zones: [],
    bindings: [{ deviceId, intervalSeconds: 60, from: instant(0), to: null }],
    orders: [{ id: '3', from: instant(0), to: lasts, approvedAt: instant(0) }],
    policies,
    ...change,
  });
  return { world: of, records: recordsOf({ id, deviceId, home, count }, luck) };
}

function recordsOf(
  { id, deviceId, home, count }: { id: Observation['superviseeId']; deviceId: string; home: Wgs84; count: number },
  luck: Chance,
): Observation[] {
  let [east, north] = [0, 0];
  return Array.from({ length: count }, (_, index): Observation => {
    // Wanders some kilometres around, and is pulled home.
    [east, north] = [east * 0.99 + luck.gauss() * 150, north * 0.99 + luck.gauss() * 150];
    const at = instant(START + index * MINUTE);
    const { lat, lon } = moved(home, east, north);
    const blind = luck.next() < 0.03;
    return {
      ...ordinary,
      superviseeId: id,
      deviceId,
      seq: index + 1,
      at,
      receivedAt: instant(at + 800),
      ...(blind
        ? { kind: 'nofix', lat: null, lon: null, accuracy: null, source: null }
        : { kind: 'fix', lat, lon, accuracy: 4 + luck.next() * 12, source: 'gnss' }),
    } as Observation;
  });
}

const ordinary = { life: 1, clockOffset: null, speed: 0.8, satellites: 9, battery: 83, worn: true };

/** The same border with so many corners in all: sides are cut in equal parts, or left out evenly. */
export function withCorners(shape: AreaShape, corners: number): AreaShape {
  const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat();
  const longest = rings.reduce<Ring>((best, ring) => (ring.length > best.length ? ring : best), []);
  const open = longest.slice(0, -1);
  if (open.length >= corners) {
    const kept = Array.from({ length: corners }, (_, i) => open[Math.floor((i * open.length) / corners)] as Position);
    return { type: 'Polygon', coordinates: [[...kept, kept[0] as Position]] };
  }
  const ring = open.flatMap((from, index): Position[] => {
    const to = open[(index + 1) % open.length] ?? from;
    const parts = Math.floor(((index + 1) * corners) / open.length) - Math.floor((index * corners) / open.length);
    return Array.from({ length: parts }, (_, part): Position => {
      const share = part / parts;
      return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    });
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] };
}

/** A round-about area of some hundred corners and a few hundred metres. */
export function smallArea(centre: Wgs84, metres: number, corners: number, luck: Chance): AreaShape {
  const ring = Array.from({ length: corners }, (_, i): Position => {
    const angle = (2 * Math.PI * i) / corners;
    const radius = metres * luck.between(0.8, 1);
    const { lat, lon } = moved(centre, radius * Math.cos(angle), radius * Math.sin(angle));
    return [lon, lat];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] };
}

export const around = (at: Wgs84, metres: number, luck: Chance): Wgs84 => {
  const place = moved(at, luck.between(-metres, metres), luck.between(-metres, metres));
  return wgs84(place.lat, place.lon);
};
