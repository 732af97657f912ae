import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { areaToWgs84, compileArea, bd09, distanceMetres, gcj02, gcj02FromWgs84, toWgs84, wgs84 } from './index.js';

const inChina = fc.record({
  lat: fc.double({ min: 18.2, max: 53.5, noNaN: true }),
  lon: fc.double({ min: 73.6, max: 134.7, noNaN: true }),
});

describe('toWgs84', () => {
  it('knows where Tiananmen is on the three maps', () => {
    // 39.907333, 116.391083 (WGS-84) and the same place as AMap and Baidu show it.
    const truth = wgs84(39.907333, 116.391083);
    expect(distanceMetres(toWgs84(gcj02(39.908737, 116.397325), 'gcj02'), truth)).toBeLessThan(1);
    expect(distanceMetres(toWgs84(bd09(39.9150847, 116.4036989), 'bd09'), truth)).toBeLessThan(3);
  });

  it('gives back in Zunyi, where the shift is half a kilometre, what was shifted', () => {
    const market = wgs84(27.7066, 106.9373);
    const shown = gcj02FromWgs84(market);
    expect(distanceMetres(wgs84(shown.lat, shown.lon), market)).toBeGreaterThan(300);
    expect(distanceMetres(toWgs84(shown, 'gcj02'), market)).toBeLessThan(0.001);
  });

  it('undoes the shift to a centimetre anywhere in China', () => {
    fc.assert(
      fc.property(inChina, ({ lat, lon }) => {
        const point = wgs84(lat, lon);
        expect(distanceMetres(toWgs84(gcj02FromWgs84(point), 'gcj02'), point)).toBeLessThan(0.01);
      }),
    );
  });

  it('ends for a point on the edge of the shifted box, where guesses fall out of it', () => {
    const edge = gcj02(30, 72.0045);
    expect(distanceMetres(toWgs84(edge, 'gcj02'), wgs84(edge.lat, edge.lon))).toBeLessThan(2_000);
  });

  it('leaves WGS-84 alone, and everything far from China', () => {
    expect(toWgs84(wgs84(27.7, 106.9), 'wgs84')).toEqual({ lat: 27.7, lon: 106.9 });
    expect(toWgs84(gcj02(46.05, 14.5), 'gcj02')).toEqual({ lat: 46.05, lon: 14.5 });
  });
});

describe('areaToWgs84', () => {
  it('keeps inside whoever stood just inside a border drawn on the shifted map', () => {
    const side = fc.double({ min: 0.002, max: 0.1, noNaN: true });
    const along = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(inChina, side, along, ({ lat, lon }, size, share) => {
        const corner = gcj02FromWgs84(wgs84(lat, lon));
        const [s, w, n, e] = [corner.lat, corner.lon, corner.lat + size, corner.lon + size];
        const ring = [
          [w, s],
          [e, s],
          [e, n],
          [w, n],
          [w, s],
        ] as const;
        const zone = compileArea(areaToWgs84({ type: 'Polygon', coordinates: [ring] }, 'gcj02'));
        // Two metres inside the southern side as it was drawn. The sides of a drawn square bend by decimetres at most.
        const justInside = toWgs84(gcj02(s + 0.00002, w + size * share), 'gcj02');
        const justOutside = toWgs84(gcj02(s - 0.00002, w + size * share), 'gcj02');
        expect(Math.abs(zone.metresToBorder(justInside))).toBeLessThan(size < 0.01 ? 3.5 : 40);
        if (size < 0.01) expect([zone.contains(justInside), zone.contains(justOutside)]).toEqual([true, false]);
      }),
    );
  });
});
