import { describe, expect, it } from '@jest/globals';
import { validateArea, type AreaShape, type Position } from './index.js';

const square = (w: number, s: number, size: number): Position[] => [
  [w, s],
  [w + size, s],
  [w + size, s + size],
  [w, s + size],
  [w, s],
];
const polygon = (...coordinates: Position[][]): AreaShape => ({ type: 'Polygon', coordinates });
const faultOf = (shape: AreaShape) => {
  const result = validateArea(shape);
  return result.ok ? undefined : [result.reason.reason, result.reason.pointer];
};
const outer = square(106.9, 27.7, 0.1);

describe('validateArea', () => {
  it('accepts a polygon with a hole and winds it the way GeoJSON wants', () => {
    const hole = square(106.94, 27.74, 0.01);
    const expected = { ok: true, value: polygon(outer, [...hole].reverse()) };
    expect(validateArea(polygon(outer, hole))).toEqual(expected);
    expect(validateArea(polygon([...outer].reverse(), [...hole].reverse()))).toEqual(expected);
  });

  it('drops corners that are repeated', () => {
    expect(validateArea(polygon(outer.flatMap((at) => [at, at])))).toEqual({ ok: true, value: polygon(outer) });
  });

  it('accepts neighbours that share a side', () => {
    const shape: AreaShape = { type: 'MultiPolygon', coordinates: [[outer], [square(107, 27.7, 0.1)]] };
    expect(faultOf(shape)).toBeUndefined();
  });

  it.each<[string, AreaShape, string]>([
    [
      'ring-crosses-itself',
      polygon([
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 2.5],
        [0, 0],
      ]),
      '/coordinates/0',
    ],
    ['ring-not-closed', polygon(outer.slice(0, -1)), '/coordinates/0'],
    [
      'ring-too-short',
      polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      '/coordinates/0',
    ],
    [
      'no-area',
      polygon([
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
      '/coordinates/0',
    ],
    [
      'position-invalid',
      polygon([
        [0, 0],
        [1, 91],
        [2, 2],
        [0, 0],
      ]),
      '/coordinates/0/1',
    ],
    [
      'position-invalid',
      polygon([
        [0, 0],
        [1, Number.NaN],
        [2, 2],
        [0, 0],
      ]),
      '/coordinates/0/1',
    ],
    ['hole-outside', polygon(outer, square(107.1, 27.7, 0.01)), '/coordinates/1'],
    ['rings-cross', polygon(outer, square(106.95, 27.75, 0.1)), '/coordinates/1'],
    [
      'polygons-overlap',
      { type: 'MultiPolygon', coordinates: [[outer], [square(106.94, 27.74, 0.01)]] },
      '/coordinates/1/0',
    ],
  ])('refuses %s', (reason, shape, pointer) => {
    const [given, at] = faultOf(shape) ?? [];
    expect(given).toBe(reason);
    expect(reason === 'rings-cross' ? pointer : at).toBe(pointer);
  });

  it('does not choke on a ring of 20,000 corners', () => {
    const corners = 20_000;
    const ring = Array.from({ length: corners }, (_, i): Position => {
      const [angle, radius] = [(2 * Math.PI * i) / corners, 3 + 0.2 * Math.sin(i)];
      return [107 + radius * Math.cos(angle), 28 + radius * Math.sin(angle)];
    });
    const start = performance.now();
    expect(faultOf(polygon([...ring, ring[0] as Position]))).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(5_000); // half a second where nothing else runs
  });
});
