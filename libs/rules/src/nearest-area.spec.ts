import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileArea, moved, wgs84, type AreaShape, type CircleShape, type Position } from '#libs/geo';
import { roundZone } from '#libs/testkit';
import { nearestArea } from './nearest-area.js';
import type { ZoneVersion } from './world.js';

const CENTRE = wgs84(27.7, 106.9);
const metres = fc.double({ min: -60_000, max: 60_000, noNaN: true });
const place = fc.tuple(metres, metres).map(([east, north]) => moved(CENTRE, east, north));

const circle = fc
  .record({ at: place, radius: fc.integer({ min: 10, max: 20_000 }) })
  .map(({ at, radius }): CircleShape => ({ lat: at.lat, lon: at.lon, radius }));
const star = fc
  .record({ at: place, radii: fc.array(fc.integer({ min: 20, max: 9_000 }), { minLength: 3, maxLength: 40 }) })
  .map(({ at, radii }): AreaShape => {
    const ring = radii.map((radius, i): Position => {
      const angle = (2 * Math.PI * i) / radii.length;
      const { lat, lon } = moved(at, radius * Math.cos(angle), radius * Math.sin(angle));
      return [lon, lat];
    });
    return { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] };
  });
const zones = fc
  .array(fc.record({ shape: fc.oneof(circle, star), buffer: fc.constantFrom(0, 0, 50, 3_000) }), { maxLength: 120 })
  .map((some) => some.map(({ shape, buffer }, index) => roundZone({ id: String(index), shape, buffer })));

/** Every area, one after the other. */
const slowly = (all: readonly ZoneVersion[], lat: number, lon: number) =>
  all
    .map((zone) => ({ zone, metres: compileArea(zone.shape).metresToBorder(wgs84(lat, lon)) - zone.buffer }))
    .reduce<{ zone: ZoneVersion; metres: number } | undefined>(
      (best, one) => (best === undefined || one.metres < best.metres ? one : best),
      undefined,
    );

describe('the nearest of many areas', () => {
  it('is the one that is found when all are measured', () => {
    fc.assert(
      fc.property(zones, fc.array(place, { minLength: 1, maxLength: 20 }), (all, points) => {
        // The same area twice: the first one counts.
        const twice = [...all, ...all.slice(0, 3).map((zone) => ({ ...zone, id: `${zone.id}b` }))];
        for (const { lat, lon } of points) {
          const found = nearestArea(twice, wgs84(lat, lon));
          const expected = slowly(twice, lat, lon);
          expect([found?.zone.id, found?.metres]).toEqual([expected?.zone.id, expected?.metres]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is found for whoever has left the continent', () => {
    const all = Array.from({ length: 30 }, (_, index) => {
      const { lat, lon } = moved(CENTRE, index * 20_000, index * 1_000);
      return roundZone({ id: String(index), shape: { lat, lon, radius: 500 } });
    });
    for (const [lat, lon] of [
      [46.4, 13.7],
      [-33, 151],
      [80, -70],
      [26, 106],
    ] as const) {
      expect(nearestArea(all, wgs84(lat, lon))?.zone.id).toBe(slowly(all, lat, lon)?.zone.id);
    }
  });
});
