import pointInPolygon from 'point-in-polygon-hao';
import { borderOf } from './border.js';
import { inCells } from './cells.js';
import { wgs84, type Wgs84 } from './coordinates.js';
import { distanceMetres, rulerAt } from './distance.js';
import { polygonsOf, type AreaShape, type CircleShape, type Rings } from './shape.js';

/** west, south, east, north in degrees */
export type BBox = readonly [west: number, south: number, east: number, north: number];

/** An area made ready to be asked for every fix. A point on its border belongs to it. */
export interface CompiledArea {
  readonly bbox: BBox;
  contains(point: Wgs84): boolean;
  /** To the nearest border, holes included: positive outside, negative inside. Within 1 % at any distance. */
  metresToBorder(point: Wgs84): number;
}

/** The shape must be sound, see `validateArea`. Areas across the 180th meridian are not known here. */
export const compileArea = (shape: AreaShape | CircleShape): CompiledArea =>
  'radius' in shape ? compileCircle(shape) : compilePolygons(shape);

function compilePolygons(shape: AreaShape): CompiledArea {
  const rings = polygonsOf(shape);
  const polygons = rings.map((polygon) => ({ bbox: bboxOf(polygon), loops: copied(polygon) }));
  const border = borderOf(rings.flat());
  const exactly = (point: Wgs84): boolean => {
    const at = [point.lon, point.lat];
    return polygons.some(({ bbox, loops }) => covers(bbox, point) && pointInPolygon(at, loops) !== false);
  };
  const bbox = union(polygons.map((polygon) => polygon.bbox));
  const contains = inCells(rings.flat(), bbox, exactly);
  return {
    bbox,
    contains,
    metresToBorder: (point) => (contains(point) ? -border(point) : border(point)),
  };
}

const copied = (rings: Rings): number[][][] => rings.map((ring) => ring.map(([lon, lat]) => [lon, lat]));

function compileCircle({ lat, lon, radius }: CircleShape): CompiledArea {
  const centre = wgs84(lat, lon);
  const metresToBorder = (point: Wgs84): number => distanceMetres(centre, point) - radius;
  return {
    bbox: rulerAt(lat).bufferPoint([lon, lat], radius),
    contains: (point) => metresToBorder(point) <= 0,
    metresToBorder,
  };
}

const covers = ([west, south, east, north]: BBox, { lat, lon }: Wgs84): boolean =>
  lon >= west && lon <= east && lat >= south && lat <= north;

export const bboxOf = (rings: Rings): BBox => union(rings.flatMap((ring) => ring.map(([x, y]): BBox => [x, y, x, y])));

const union = (boxes: readonly BBox[]): BBox =>
  boxes.reduce(
    ([w, s, e, n], [w2, s2, e2, n2]) => [Math.min(w, w2), Math.min(s, s2), Math.max(e, e2), Math.max(n, n2)],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
