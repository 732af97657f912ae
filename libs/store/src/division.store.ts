import { statement, type Database } from './statement.js';

const putDivisions = statement('put_divisions');

export interface NewDivision {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** GeoJSON Polygon or MultiPolygon, WGS-84; a city is known by its name only. */
  readonly geometry: { readonly type: string; readonly coordinates: readonly unknown[] } | null;
}

/** Imports borders. What came from another source (a county's official file) is left as it is. */
export async function importDivisions(db: Database, divisions: readonly NewDivision[], source: string): Promise<void> {
  const column = <Key extends keyof NewDivision>(key: Key): NewDivision[Key][] => divisions.map((one) => one[key]);
  const geometries = divisions.map(({ geometry }) => (geometry === null ? null : JSON.stringify(geometry)));
  await putDivisions(db, column('code'), column('nameZh'), column('nameEn'), geometries, source);
}
