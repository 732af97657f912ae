import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distanceMetres, wgs84 } from '#libs/geo';
import type { AlertSummary, LivePosition } from '#libs/protocol';
import { edgeOf } from './edge.js';
import { circleRing, labelPoint } from './shape-geometry.js';
import { subjectFeatures } from './subject-features.js';
import { conditionOf, ongoing } from './wristbands.js';

const NOW = Date.parse('2026-11-23T14:00:00+08:00');
const position = (receivedAt: string): LivePosition => ({
  superviseeId: '7',
  name: '张某',
  deviceId: 'WB-0007',
  division: '520303',
  at: receivedAt,
  receivedAt,
  lat: 27.7,
  lon: 106.9,
  accuracy: 8,
  source: 'gnss',
  intervalSeconds: 5,
});
const alert = (change: Partial<AlertSummary>): AlertSummary =>
  ({
    id: '1',
    superviseeId: '7',
    kind: 'zone.exit',
    severity: 'serious',
    state: 'open',
    endedAt: null,
    ...change,
  }) as AlertSummary;

describe('the condition of a wristband', () => {
  it('is live within three intervals, and stale after', () => {
    const at = (seconds: string) => conditionOf(position(`2026-11-23T13:59:${seconds}+08:00`), [], NOW).freshness;
    expect([at('45'), at('44')]).toEqual(['live', 'stale']);
  });

  it('is the worst of what goes on', () => {
    const alerts = [alert({ severity: 'warning', kind: 'device.silent' }), alert({ severity: 'critical' })];
    expect(conditionOf(position('2026-11-23T13:59:59+08:00'), alerts, NOW)).toEqual({
      shape: 'critical',
      freshness: 'silent',
    });
  });

  it('does not show what is over', () => {
    expect(ongoing([alert({ endedAt: '2026-11-23T13:50:00+08:00' }), alert({ state: 'resolved' })]).size).toBe(0);
  });
});

describe('the map’s edge', () => {
  it('moves nothing for tiles in WGS-84, and comes back from shifted ones', () => {
    const { in: enter, out: leave } = edgeOf('gcj02');
    expect(edgeOf('wgs84').in([106.9, 27.7])).toEqual([106.9, 27.7]);
    const [lon, lat] = leave(enter([106.9, 27.7]));
    expect([lon.toFixed(7), lat.toFixed(7)]).toEqual(['106.9000000', '27.7000000']);
    const [shiftedLon, shiftedLat] = enter([106.9, 27.7]);
    expect(distanceMetres(wgs84(27.7, 106.9), wgs84(shiftedLat, shiftedLon))).toBeGreaterThan(100);
  });
});

describe('circleRing', () => {
  it('is everywhere as far from its centre as it says', () => {
    fc.assert(
      fc.property(fc.double({ min: 20, max: 35, noNaN: true }), fc.integer({ min: 5, max: 5_000 }), (lat, radius) => {
        for (const [lon, ringLat] of circleRing(lat, 106.9, radius)) {
          const metres = distanceMetres(wgs84(lat, 106.9), wgs84(ringLat, lon));
          expect(Math.abs(metres - radius) / radius).toBeLessThan(0.02);
        }
      }),
    );
  });
});

describe('labelPoint', () => {
  it('stands in the middle of the largest part', () => {
    const square = (at: number, size: number): [number, number][] => [
      [at, at],
      [at + size, at],
      [at + size, at + size],
      [at, at + size],
      [at, at],
    ];
    const [lon, lat] = labelPoint([[square(0, 1)], [square(10, 4)]]) ?? [];
    expect([lon?.toFixed(6), lat?.toFixed(6)]).toEqual(['12.000000', '12.000000']);
  });
});

describe('subjectFeatures', () => {
  it('draws no line where there is only one fix, and no circle for an unknown error', () => {
    const fix = { lat: 27.7, lon: 106.9, accuracy: null, used: true };
    const drawn = subjectFeatures({ superviseeId: '7', fixes: [fix], stretches: [[fix]] }, edgeOf('wgs84'));
    expect([drawn.fixes, drawn.accuracies, drawn.lines].map(({ features }) => features.length)).toEqual([1, 0, 0]);
  });
});
