import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileArea, distanceMetres, wgs84, type AreaShape, type Position } from './index.js';

/** About 1.11 km a hundredth of a degree to the north; 0.98 km to the east at this latitude. */
const square = (w: number, s: number, size: number): Position[] => [
  [w, s],
  [w + size, s],
  [w + size, s + size],
  [w, s + size],
  [w, s],
];
const town: AreaShape = { type: 'Polygon', coordinates: [square(106.9, 27.7, 0.1), square(106.94, 27.74, 0.02)] };

/** A star-shaped ring around a place near Zunyi, with as many corners as a county has. */
const county = fc
  .tuple(fc.integer({ min: 3, max: 300 }), fc.infiniteStream(fc.double({ min: 0.3, max: 1, noNaN: true })))
  .map(([corners, radii]): AreaShape => {
    const ring = Array.from({ length: corners }, (_, i): Position => {
      const angle = (2 * Math.PI * i) / corners;
      const radius = 0.3 * (radii.next().value as number);
      return [107 + radius * Math.cos(angle), 28 + radius * Math.sin(angle)];
    });
    return { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] };
  });
const near = fc.tuple(
  fc.double({ min: 27.5, max: 28.5, noNaN: true }),
  fc.double({ min: 106.5, max: 107.5, noNaN: true }),
);

describe('compileArea', () => {
  it('says how far outside and how deep inside a point is', () => {
    const area = compileArea(town);
    expect(area.metresToBorder(wgs84(27.7, 106.89))).toBeCloseTo(986, -1);
    expect(area.metresToBorder(wgs84(27.71, 106.95))).toBeCloseTo(-1_108, -1);
    expect(area.bbox).toEqual([106.9, 27.7, 107, 27.8]);
  });

  it('takes a hole for outside, and its border for the nearest', () => {
    const area = compileArea(town);
    expect(area.contains(wgs84(27.75, 106.95))).toBe(false);
    expect(area.metresToBorder(wgs84(27.75, 106.95))).toBeCloseTo(986, -1);
    expect(area.metresToBorder(wgs84(27.739, 106.95))).toBeCloseTo(-111, -1);
  });

  it('contains what any of its polygons contains, and its border', () => {
    const two = compileArea({
      type: 'MultiPolygon',
      coordinates: [[square(106.9, 27.7, 0.01)], [square(107, 27.7, 0.01)]],
    });
    expect(
      [wgs84(27.705, 106.905), wgs84(27.705, 107.005), wgs84(27.705, 106.95), wgs84(27.7, 106.905)].map((point) =>
        two.contains(point),
      ),
    ).toEqual([true, true, false, true]);
  });

  it('measures a circle from its rim', () => {
    const area = compileArea({ lat: 27.7, lon: 106.9, radius: 500 });
    expect(area.metresToBorder(wgs84(27.7, 106.9))).toBe(-500);
    expect(area.metresToBorder(wgs84(27.709, 106.9))).toBeCloseTo(497.3, 0);
    expect(area.contains(wgs84(27.7044, 106.9))).toBe(true);
  });

  it('calls inside exactly what has a negative distance', () => {
    fc.assert(
      fc.property(county, near, (shape, [lat, lon]) => {
        const area = compileArea(shape);
        const metres = area.metresToBorder(wgs84(lat, lon));
        expect(area.contains(wgs84(lat, lon))).toBe(metres <= 0);
        // An independent way to tell: a star-shaped ring holds a point when the way to its middle crosses no side.
        const way = Array.from({ length: 400 }, (_, i) =>
          area.metresToBorder(wgs84(lat + ((28 - lat) * i) / 400, lon + ((107 - lon) * i) / 400)),
        );
        if (metres < 0) expect(Math.max(...way)).toBeLessThan(0);
      }),
      { numRuns: 50 },
    );
  });

  it('never changes its distance by more than the way that was walked', () => {
    fc.assert(
      fc.property(county, near, near, (shape, [lat, lon], [lat2, lon2]) => {
        const area = compileArea(shape);
        const [a, b] = [wgs84(lat, lon), wgs84(lat2, lon2)];
        const change = Math.abs(area.metresToBorder(a) - area.metresToBorder(b));
        expect(change).toBeLessThanOrEqual(distanceMetres(a, b) * 1.02 + 1);
      }),
    );
  });

  it('gives the same answer when area and point move along the same parallel', () => {
    fc.assert(
      fc.property(county, near, fc.double({ min: -20, max: 20, noNaN: true }), (shape, [lat, lon], by) => {
        const rings = shape.coordinates[0] as Position[];
        const moved = compileArea({ type: 'Polygon', coordinates: [rings.map(([x, y]): Position => [x + by, y])] });
        expect(moved.metresToBorder(wgs84(lat, lon + by))).toBeCloseTo(
          compileArea(shape).metresToBorder(wgs84(lat, lon)),
          2,
        );
      }),
    );
  });

  it('is within 1 % of the geodesic for whoever is near and for whoever has left the continent', () => {
    // Geodesics on the ellipsoid from the south-western corner (27.7, 106.9), by Vincenty's formula.
    const area = compileArea(town);
    const cases = [
      [wgs84(27.6, 106.8), 14_838],
      [wgs84(26.7, 106.0), 142_229],
      [wgs84(22.5, 104.0), 645_969],
    ] as const;
    for (const [point, metres] of cases) expect(Math.abs(area.metresToBorder(point) / metres - 1)).toBeLessThan(0.01);
    expect(Math.abs(area.metresToBorder(wgs84(46.43, 13.75)) / 8_053_046 - 1)).toBeLessThan(0.01);
  });
});
