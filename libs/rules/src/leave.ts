import { polygonsOf, wgs84, type AreaShape, type CircleShape, type Wgs84 } from '#libs/geo';
import type { Instant } from '#libs/kernel';
import { policyOf } from './policy.js';
import { areasAt, compiledArea, holding, type Leave, type World, type ZoneVersion } from './world.js';

/** How far somebody on leave is from anything that it permits; zero and less: on the way, at home, or there. */
export interface Beyond {
  readonly leave: Leave;
  readonly metres: number;
  readonly fromPlace: number;
}

/** The approved leave (外出) that comes nearest to permitting a place at a time; undefined without one at that time. */
export function beyondLeave(world: World, at: Instant, lat: number, lon: number): Beyond | undefined {
  const point = wgs84(lat, lon);
  return holding(world.leaves, at)
    .map((leave) => beyond(world, leave, at, point))
    .reduce<Beyond | undefined>(
      (best, one) => (best === undefined || one.metres < best.metres ? one : best),
      undefined,
    );
}

/** The leave that permits a place at a time, the way there and back included. */
export function coveredByLeave(world: World, at: Instant, lat: number, lon: number): Leave | undefined {
  if (world.leaves.length === 0) return undefined;
  const found = beyondLeave(world, at, lat, lon);
  return found !== undefined && found.metres <= 0 ? found.leave : undefined;
}

/**
 * From home to the place people go by roads: whoever is as far from both together as a detour allows is on the way.
 * That is an ellipse around both, and somewhat more than the place itself where it lies next to home.
 */
function beyond(world: World, leave: Leave, at: Instant, point: Wgs84): Beyond {
  const { policy } = policyOf(world, 'leave.deviation', at);
  const fromPlace = Math.min(
    ...leave.place.shapes.map((shape) => Math.max(0, compiledArea({ shape }).metresToBorder(point))),
  );
  const homes = areasAt(world, at).flatMap((home) => {
    const fromHome = Math.max(0, compiledArea(home).metresToBorder(point) - home.buffer);
    return [fromHome, fromHome + fromPlace - policy.detour * between(home, leave)];
  });
  return { leave, fromPlace, metres: Math.min(fromPlace, ...homes) - policy.travelMetres };
}

const known = new WeakMap<object, WeakMap<object, number>>();
/** As many corners of a place as are needed to say how far it is. */
const CORNERS = 400;

/** Metres from somebody's area to the nearest of a place. Worked out once for both. */
function between(home: ZoneVersion, { place }: Leave): number {
  const of = known.get(home.shape) ?? new WeakMap<object, number>();
  known.set(home.shape, of);
  const found = of.get(place.shapes) ?? Math.max(0, Math.min(...place.shapes.map((shape) => nearest(home, shape))));
  of.set(place.shapes, found);
  return found;
}

function nearest(home: ZoneVersion, shape: AreaShape | CircleShape): number {
  const area = compiledArea(home);
  if ('radius' in shape) return area.metresToBorder(wgs84(shape.lat, shape.lon)) - shape.radius;
  const corners = polygonsOf(shape).flatMap(([outer]) => outer ?? []);
  const every = Math.ceil(corners.length / CORNERS);
  const taken = corners.filter((_, index) => index % every === 0);
  return Math.min(...taken.map(([lon, lat]) => area.metresToBorder(wgs84(lat, lon))));
}
