import { describe, expect, it } from '@jest/globals';
import { distanceMetres, wgs84 } from '#libs/geo';
import { Receiver, type Conditions, type Reading, type Source } from './noise.js';

const here = wgs84(27.71, 106.93);
const readings = (count: number, seconds: number, conditions: Partial<Conditions>, key = 'a'): Reading[] => {
  const receiver = new Receiver(key);
  const all = { source: 'gnss' as Source, exact: false, drift: 0, driftAngle: 0, ...conditions };
  return Array.from({ length: count }, () => receiver.read({ at: here }, seconds, all));
};
const error = ({ at }: Reading): number => distanceMetres(here, at);
const shareWithin = (all: readonly Reading[]): number =>
  all.filter((reading) => error(reading) <= reading.accuracy).length / all.length;

describe('a receiver', () => {
  it.each<Source>(['gnss', 'wifi', 'cell'])('is within its own accuracy 68 %% of the time on %s', (source) => {
    const all = Array.from({ length: 20 }, (_, key) => readings(1_000, 1_000, { source }, `k${key}`)).flat();
    expect(shareWithin(all)).toBeGreaterThan(0.66);
    expect(shareWithin(all)).toBeLessThan(0.7);
  });

  it('is metres off under open sky, tens of metres on Wi-Fi and hundreds on cells', () => {
    const typical = (source: Source): number =>
      readings(1_000, 1_000, { source })
        .map(error)
        .sort((a, b) => a - b)[500] ?? 0;
    expect(typical('gnss')).toBeLessThan(10);
    expect(typical('wifi')).toBeGreaterThan(12);
    expect(typical('cell')).toBeGreaterThan(100);
  });

  it('carries its error on from second to second, and has forgotten it after minutes', () => {
    const correlation = (seconds: number): number => {
      const east = readings(20_000, seconds, {}).map(({ at }) => (at.lon - here.lon) * 1e6);
      const pairs = east.slice(1).map((value, index) => value * (east[index] ?? 0));
      const squares = east.map((value) => value * value);
      return pairs.reduce((a, b) => a + b, 0) / squares.reduce((a, b) => a + b, 0);
    };
    expect(correlation(1)).toBeGreaterThan(0.95);
    expect(Math.abs(correlation(400))).toBeLessThan(0.05);
  });

  it('does not notice the drift of reflected signals', () => {
    const [honest, drifting] = [readings(500, 5, {}), readings(500, 5, { drift: 90 })];
    expect(drifting.map((reading) => reading.accuracy)).toEqual(honest.map((reading) => reading.accuracy));
    expect(shareWithin(drifting)).toBe(0);
  });

  it('knows exactly where it is when it is told to', () => {
    expect(Math.max(...readings(100, 5, { exact: true }).map(error))).toBeLessThan(0.1);
  });
});
