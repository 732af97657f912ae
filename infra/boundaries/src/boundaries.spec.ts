import { describe, expect, it } from '@jest/globals';
import { compileArea, gcj02, toWgs84, validateArea, wgs84 } from '#libs/geo';
import { readZunyiCounties } from './index.js';

describe('readZunyiCounties', () => {
  const counties = readZunyiCounties();

  it('knows all fourteen counties by code and both names', () => {
    expect(counties.map((county) => county.code).sort()).toEqual([
      '520302',
      '520303',
      '520304',
      '520322',
      '520323',
      '520324',
      '520325',
      '520326',
      '520327',
      '520328',
      '520329',
      '520330',
      '520381',
      '520382',
    ]);
    expect(counties.find((county) => county.code === '520303')).toMatchObject({
      nameZh: '汇川区',
      nameEn: 'Huichuan District',
    });
  });

  it('gives borders that are sound', () => {
    for (const { nameEn, area } of counties) expect([nameEn, validateArea(area).ok]).toEqual([nameEn, true]);
  });

  it('puts every seat into its own county and no other', () => {
    const areas = counties.map((county) => ({ ...county, compiled: compileArea(county.area) }));
    for (const { code, seat } of areas)
      expect(areas.filter(({ compiled }) => compiled.contains(seat)).map((county) => county.code)).toEqual([code]);
  });

  it('draws the border where satellites see it: the seat as a shifted map shows it lies in the next district', () => {
    const area = compileArea(
      counties.find((county) => county.code === '520303')?.area ?? { lat: 0, lon: 0, radius: 0 },
    );
    expect(area.contains(toWgs84(gcj02(27.706626, 106.937265), 'gcj02'))).toBe(true);
    expect(area.contains(wgs84(27.706626, 106.937265))).toBe(false);
  });
});
