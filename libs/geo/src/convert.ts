import imported from 'gcoord';
import {
  gcj02,
  wgs84,
  type Crs,
  type Gcj02,
  type LatLon,
  type PointIn,
  type Unmarked,
  type Wgs84,
} from './coordinates.js';
import type { AreaShape, Position } from './shape.js';

type Pair = [lon: number, lat: number];
type Inside<Module> = Module extends { readonly default: infer Default } ? Default : Module;
// Node hands out the CommonJS object itself, bundlers what is inside: the types say either, after the resolution in use.
const inside = <Module extends object>(module: Module): Inside<Module> =>
  ('default' in module ? module.default : module) as Inside<Module>;
const gcoord = inside(imported);

/** From whatever system a point is said to be in. Outside China the shifted systems are WGS-84 already. */
export function toWgs84<C extends Crs>(point: PointIn[C] | Unmarked, crs: C): Wgs84 {
  const at: LatLon = point;
  const system: Crs = crs;
  switch (system) {
    case 'gcj02':
      return unshifted(at);
    case 'bd09': {
      const [lon, lat] = gcoord.transform<Pair>([at.lon, at.lat], gcoord.BD09, gcoord.GCJ02);
      return unshifted({ lat, lon });
    }
    case 'wgs84':
      return wgs84(at.lat, at.lon);
  }
}

export function gcj02FromWgs84(point: Wgs84): Gcj02 {
  const [lon, lat] = gcoord.transform<Pair>([point.lon, point.lat], gcoord.WGS84, gcoord.GCJ02);
  return gcj02(lat, lon);
}

/**
 * The shift has no inverse in closed form. gcoord's own loop stops at a tenth of a metre, and never at all for points
 * whose guesses cross the edge of its box around China: a wristband could have hung its reader with one such fix.
 * Eight rounds of the same step reach a nanodegree everywhere else; a point on that edge is off by its shift at most.
 */
function unshifted(target: LatLon): Wgs84 {
  let guess = wgs84(target.lat, target.lon);
  for (let round = 0; round < 8; round++) {
    const shifted = gcj02FromWgs84(guess);
    guess = wgs84(guess.lat - (shifted.lat - target.lat), guess.lon - (shifted.lon - target.lon));
  }
  return guess;
}

/** An area drawn on a shifted map, each corner moved once. */
export function areaToWgs84(shape: AreaShape, crs: Crs): AreaShape {
  const moved = ([lon, lat]: Position): Position => {
    const point = toWgs84({ lat, lon }, crs);
    return [point.lon, point.lat];
  };
  const rings = (polygon: readonly (readonly Position[])[]) => polygon.map((ring) => ring.map(moved));
  return shape.type === 'Polygon'
    ? { type: 'Polygon', coordinates: rings(shape.coordinates) }
    : { type: 'MultiPolygon', coordinates: shape.coordinates.map(rings) };
}
