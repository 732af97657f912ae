import type { BBox } from './area.js';
import type { Wgs84 } from './coordinates.js';
import { FLAT_METRES, rulerAt } from './distance.js';

/** What flat maps of different places, and the flat map and the sphere, may differ by. */
const SLACK = 0.02;

/**
 * No area in a box is measured nearer than this, nor, where the point is in the box, deeper: `metresToBorder` of any of
 * them is at least this many metres. Farther away than the flat map reaches it only says so.
 */
export function metresToBox([west, south, east, north]: BBox, { lat, lon }: Wgs84): number {
  const { kx, ky } = rulerAt(lat);
  const x = Math.max(west - lon, lon - east) * kx;
  const y = Math.max(south - lat, lat - north) * ky;
  if (x <= 0 && y <= 0) return Math.max(x, y) * (1 + SLACK) - 1;
  const metres = Math.sqrt(Math.max(0, x) ** 2 + Math.max(0, y) ** 2);
  return Math.min(metres, FLAT_METRES) * (1 - SLACK) - 1;
}
