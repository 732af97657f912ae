import { areaToWgs84, toWgs84 } from './convert.js';
import { gcj02, type Wgs84 } from './coordinates.js';
import type { AreaShape } from './shape.js';

/** A county-level division with its border in WGS-84. */
export interface County {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly area: AreaShape;
  /** Where its government sits. */
  readonly seat: Wgs84;
}

/** The part of the published GeoJSON (GCJ-02) that is used. */
export interface CountyCollection {
  readonly features: readonly {
    readonly properties: { readonly name: string; readonly center: readonly [lon: number, lat: number] };
    readonly geometry: AreaShape;
  }[];
}

/** The fourteen county-level divisions of Zunyi 遵义 (5203), GB/T 2260. */
const zunyi = [
  ['520302', '红花岗区', 'Honghuagang District'],
  ['520303', '汇川区', 'Huichuan District'],
  ['520304', '播州区', 'Bozhou District'],
  ['520322', '桐梓县', 'Tongzi County'],
  ['520323', '绥阳县', 'Suiyang County'],
  ['520324', '正安县', "Zheng'an County"],
  ['520325', '道真仡佬族苗族自治县', 'Daozhen Gelao and Miao Autonomous County'],
  ['520326', '务川仡佬族苗族自治县', 'Wuchuan Gelao and Miao Autonomous County'],
  ['520327', '凤冈县', 'Fenggang County'],
  ['520328', '湄潭县', 'Meitan County'],
  ['520329', '余庆县', 'Yuqing County'],
  ['520330', '习水县', 'Xishui County'],
  ['520381', '赤水市', 'Chishui City'],
  ['520382', '仁怀市', 'Renhuai City'],
] as const;

/** Borders as published, on the shifted map, to borders as fixes are judged by. Names it does not know are an error. */
export function countiesFrom(collection: CountyCollection): County[] {
  return collection.features.map(({ properties, geometry }) => {
    const known = zunyi.find(([, name]) => name === properties.name);
    if (!known) throw new Error(`${properties.name} is not a county-level division of Zunyi`);
    const [code, nameZh, nameEn] = known;
    const [lon, lat] = properties.center;
    const area = areaToWgs84({ type: geometry.type, coordinates: geometry.coordinates } as AreaShape, 'gcj02');
    return { code, nameZh, nameEn, area, seat: toWgs84(gcj02(lat, lon), 'gcj02') };
  });
}
