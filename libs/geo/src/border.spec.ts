import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pointInPolygon from 'point-in-polygon-hao';
import { compileArea, wgs84, type Position } from './index.js';
import { rulerAt } from './distance.js';

/** Every side, one after the other, as plainly as it can be said. */
function slowly(rings: readonly Position[][], lat: number, lon: number): number {
  const { kx, ky } = rulerAt(lat);
  const sides = rings.flatMap((ring) => ring.slice(1).map((to, index) => [ring[index] ?? to, to] as const));
  const squares = sides.map(([from, to]) => {
    const [x, y] = [(from[0] - lon) * kx, (from[1] - lat) * ky];
    const [dx, dy] = [(to[0] - lon) * kx - x, (to[1] - lat) * ky - y];
    const square = dx * dx + dy * dy;
    const along = square > 0 ? Math.min(1, Math.max(0, -(x * dx + y * dy) / square)) : 0;
    return (x + along * dx) ** 2 + (y + along * dy) ** 2;
  });
  const metres = Math.sqrt(Math.min(...squares));
  const inside = pointInPolygon(
    [lon, lat],
    rings.map((ring) => ring.map(([x, y]) => [x, y])),
  );
  return inside === false ? metres : -metres;
}

const coordinate = fc.oneof(
  fc.double({ min: -0.2, max: 0.2, noNaN: true }),
  // Corners, sides and points on common lines, and on the lines of the grid.
  fc.integer({ min: -8, max: 8 }).map((step) => step / 40),
);
const point = fc.tuple(coordinate, coordinate);

/** A star with some corners on a coarse grid, and at times a hole in the same manner. */
const star = (least: number, most: number) =>
  fc.array(fc.double({ min: least, max: most, noNaN: true }), { minLength: 3, maxLength: 400 }).map((radii) => {
    const ring = radii.map((radius, i): Position => {
      const angle = (2 * Math.PI * i) / radii.length;
      return [107 + radius * Math.cos(angle), 28 + radius * Math.sin(angle)];
    });
    return [...ring, ring[0] as Position];
  });
const rings = fc.oneof(
  fc.tuple(star(0.1, 0.2)),
  fc.tuple(star(0.1, 0.2), star(0.01, 0.04)),
  fc.constant([
    [
      [106.9, 27.9],
      [107.1, 27.9],
      [107.1, 28.1],
      [106.9, 28.1],
      [106.9, 27.9],
    ] as Position[],
  ]),
);

describe('an area that is asked for often', () => {
  it('answers to the last bit what measuring every side answers', () => {
    fc.assert(
      fc.property(rings, fc.array(point, { minLength: 1, maxLength: 40 }), (shape, points) => {
        const area = compileArea({ type: 'Polygon', coordinates: shape });
        for (const [x, y] of points) {
          const [lat, lon] = [28 + y, 107 + x];
          const metres = area.metresToBorder(wgs84(lat, lon));
          expect(metres + 0).toBe(slowly(shape, lat, lon) + 0);
          expect(area.contains(wgs84(lat, lon))).toBe(slowly(shape, lat, lon) <= 0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('answers so on its own corners and along its own sides', () => {
    fc.assert(
      fc.property(rings, fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 0.5, 1))), (shape, picks) => {
        const area = compileArea({ type: 'Polygon', coordinates: shape });
        const corners = shape.flat();
        for (const [pick, share] of picks) {
          const [a, b] = [corners[pick % corners.length], corners[(pick + 1) % corners.length]];
          if (!a || !b) continue;
          const [lon, lat] = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
          expect(area.metresToBorder(wgs84(lat, lon)) + 0).toBe(slowly(shape, lat, lon) + 0);
        }
      }),
      { numRuns: 300 },
    );
  });
});
