import type { BBox } from './area.js';
import type { Wgs84 } from './coordinates.js';
import type { Ring } from './shape.js';

const UNKNOWN = 0;
const INSIDE = 1;
const OUTSIDE = 2;
const CROSSED = 3;
/** Of a cell: how much nearer than this a side counts as in it. Far more than degrees lose in a double. */
const MARGIN = 1e-3;

/**
 * Answers whether an area contains a point from a grid over it: a cell that no side crosses lies wholly inside or wholly
 * outside, as the first point asked for in it. In cells at the border everybody is asked for exactly.
 */
export function inCells(rings: readonly Ring[], bbox: BBox, exactly: (point: Wgs84) => boolean) {
  let grid: Grid | undefined;
  return (point: Wgs84): boolean => {
    const [west, south, east, north] = bbox;
    const { lat, lon } = point;
    if (!(lon >= west && lon <= east && lat >= south && lat <= north)) return false;
    grid ??= gridOver(rings, bbox);
    const { cells, side, perLon, perLat } = grid;
    const column = Math.min(side - 1, Math.floor((lon - west) * perLon));
    const row = Math.min(side - 1, Math.floor((lat - south) * perLat));
    const known = cells[row * side + column];
    if (known === INSIDE) return true;
    if (known === OUTSIDE) return false;
    const inside = exactly(point);
    if (known === UNKNOWN) cells[row * side + column] = inside ? INSIDE : OUTSIDE;
    return inside;
  };
}

interface Grid {
  readonly cells: Uint8Array;
  readonly side: number;
  /** Cells a degree. */
  readonly perLon: number;
  readonly perLat: number;
}

function gridOver(rings: readonly Ring[], [west, south, east, north]: BBox): Grid {
  const corners = rings.reduce((sum, ring) => sum + ring.length, 0);
  const side = Math.min(256, Math.max(8, Math.ceil(3 * Math.sqrt(corners))));
  const [perLon, perLat] = [side / (east - west), side / (north - south)];
  const cells = new Uint8Array(side * side);
  // An area without width has no cells to speak of: every point is asked for exactly.
  if (!Number.isFinite(perLon) || !Number.isFinite(perLat))
    return { cells: cells.fill(CROSSED), side, perLon: 0, perLat: 0 };
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1], ring[i]];
      if (!a || !b) continue;
      mark(
        cells,
        side,
        (a[0] - west) * perLon,
        (a[1] - south) * perLat,
        (b[0] - west) * perLon,
        (b[1] - south) * perLat,
      );
    }
  }
  return { cells, side, perLon, perLat };
}

/** Every cell that a side touches, column by column; coordinates in cells. */
function mark(cells: Uint8Array, side: number, x1: number, y1: number, x2: number, y2: number): void {
  if (x1 > x2) return mark(cells, side, x2, y2, x1, y1);
  const cell = (value: number): number => Math.min(side - 1, Math.max(0, Math.floor(value)));
  const slope = x2 > x1 ? (y2 - y1) / (x2 - x1) : 0;
  for (let column = cell(x1 - MARGIN); column <= cell(x2 + MARGIN); column++) {
    const from = Math.max(x1, column - MARGIN);
    const to = Math.min(x2, column + 1 + MARGIN);
    const [ya, yb] = x2 > x1 ? [y1 + (from - x1) * slope, y1 + (to - x1) * slope] : [y1, y2];
    for (let row = cell(Math.min(ya, yb) - MARGIN); row <= cell(Math.max(ya, yb) + MARGIN); row++) {
      cells[row * side + column] = CROSSED;
    }
  }
}
