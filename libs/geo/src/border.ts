import type { Wgs84 } from './coordinates.js';
import { arcMetres, FLAT_METRES, onSphere, rulerAt, type Vector } from './distance.js';
import type { Ring } from './shape.js';

/**
 * Metres (never negative) from a point to the nearest of all the segments of these rings.
 *
 * Ends of segments lie in one flat array and the flat map is the point's own, so that one the size of a province is
 * measured as well as a schoolyard. Segments that follow each other lie near each other: a tree of the boxes around
 * eight, sixty-four, … of them leaves out nearly all. Each that is left is measured as if all were: the answer is the same.
 */
export function borderOf(rings: readonly Ring[]): (point: Wgs84) => number {
  const ends = Float64Array.from(rings.flatMap(segmentsOf));
  const levels = boxesAround(ends);
  let arcs: ReturnType<typeof arcsOf> | undefined;
  return (point) => {
    const flat = Math.sqrt(nearestSquare(ends, levels, point));
    return flat < FLAT_METRES ? flat : sphericMetres((arcs ??= arcsOf(ends)), point);
  };
}

const segmentsOf = (ring: Ring): number[] =>
  ring.slice(1).flatMap((to, index) => {
    const from = ring[index] ?? to;
    return [from[0], from[1], to[0], to[1]];
  });

/** So many segments, or boxes, in a box. */
const TOGETHER = 8;

/** West, south, east and north of the boxes around so many segments each; then of the boxes around those, up to one level of few. */
function boxesAround(ends: Float64Array): Float64Array[] {
  const levels: Float64Array[] = [];
  // A segment is a box but for the order of its ends.
  let below = ends;
  while (below.length > 4 * TOGETHER || levels.length === 0) {
    const boxes = new Float64Array(4 * Math.ceil(below.length / 4 / TOGETHER));
    for (let at = 0; at < boxes.length; at += 4) around(below, at * TOGETHER, boxes, at);
    levels.push(boxes);
    below = boxes;
  }
  return levels;
}

function around(below: Float64Array, from: number, boxes: Float64Array, at: number): void {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = from; i < Math.min(below.length, from + 4 * TOGETHER); i += 4) {
    const [x1, y1, x2, y2] = [below[i] ?? 0, below[i + 1] ?? 0, below[i + 2] ?? 0, below[i + 3] ?? 0];
    west = Math.min(west, x1, x2);
    east = Math.max(east, x1, x2);
    south = Math.min(south, y1, y2);
    north = Math.max(north, y1, y2);
  }
  boxes[at] = west;
  boxes[at + 1] = south;
  boxes[at + 2] = east;
  boxes[at + 3] = north;
}

/** What rounding could make of a box that is exactly as far as a segment in it: then the segment is measured too. */
const CLOSE = 1 - 1e-9;

function nearestSquare(ends: Float64Array, levels: readonly Float64Array[], { lat, lon }: Wgs84): number {
  const { kx, ky } = rulerAt(lat);
  let nearest = Infinity;
  const visit = (level: number, from: number): void => {
    if (level < 0) {
      nearest = Math.min(nearest, nearestOf(ends, from, lon, lat, kx, ky));
      return;
    }
    const boxes = levels[level] ?? ends;
    const to = Math.min(boxes.length, from + 4 * TOGETHER);
    let first = -1;
    let least = Infinity;
    for (let i = from; i < to; i += 4) {
      const square = squareToBox(boxes, i, lon, lat, kx, ky);
      if (square < least) [first, least] = [i, square];
    }
    if (first < 0 || least * CLOSE > nearest) return;
    visit(level - 1, first * TOGETHER);
    for (let i = from; i < to; i += 4) {
      if (i !== first && squareToBox(boxes, i, lon, lat, kx, ky) * CLOSE <= nearest) visit(level - 1, i * TOGETHER);
    }
  };
  visit(levels.length - 1, 0);
  return nearest;
}

function squareToBox(boxes: Float64Array, i: number, lon: number, lat: number, kx: number, ky: number): number {
  const x = Math.max((boxes[i] ?? 0) - lon, 0, lon - (boxes[i + 2] ?? 0)) * kx;
  const y = Math.max((boxes[i + 1] ?? 0) - lat, 0, lat - (boxes[i + 3] ?? 0)) * ky;
  return x * x + y * y;
}

/** Of the segments in one box. */
function nearestOf(ends: Float64Array, from: number, lon: number, lat: number, kx: number, ky: number): number {
  let nearest = Infinity;
  for (let i = from; i < Math.min(ends.length, from + 4 * TOGETHER); i += 4) {
    const x = ((ends[i] ?? 0) - lon) * kx;
    const y = ((ends[i + 1] ?? 0) - lat) * ky;
    const dx = ((ends[i + 2] ?? 0) - lon) * kx - x;
    const dy = ((ends[i + 3] ?? 0) - lat) * ky - y;
    const square = dx * dx + dy * dy;
    const along = square > 0 ? Math.min(1, Math.max(0, -(x * dx + y * dy) / square)) : 0;
    const footX = x + along * dx;
    const footY = y + along * dy;
    nearest = Math.min(nearest, footX * footX + footY * footY);
  }
  return nearest;
}

function sphericMetres(arcs: readonly (readonly [Vector, Vector])[], { lat, lon }: Wgs84): number {
  const point = onSphere(lon, lat);
  return arcs.reduce((nearest, [from, to]) => Math.min(nearest, arcMetres(point, from, to)), Infinity);
}

function arcsOf(ends: Float64Array): (readonly [Vector, Vector])[] {
  const end = (i: number): Vector => onSphere(ends[i] ?? 0, ends[i + 1] ?? 0);
  return Array.from({ length: ends.length / 4 }, (_, i) => [end(4 * i), end(4 * i + 2)] as const);
}
