import { importDivisions } from '#libs/store';
import type { TestDatabase } from './test-database.js';

export const HUICHUAN = '520303';
export const HONGHUAGANG = '520302';
export const BOZHOU = '520304';

/** Three neighbouring counties; their borders are boxes. */
export async function seedCounties({ db }: TestDatabase): Promise<void> {
  const county = (code: string, nameZh: string, nameEn: string, west: number) => ({
    code,
    nameZh,
    nameEn,
    geometry: box(west, 27, west + 1, 28),
  });
  const counties = [
    county(HUICHUAN, '汇川区', 'Huichuan', 106),
    county(HONGHUAGANG, '红花岗区', 'Honghuagang', 107),
    county(BOZHOU, '播州区', 'Bozhou', 108),
  ];
  await importDivisions(db, counties, 'spec');
}

/** A GeoJSON rectangle. */
export function box(west: number, south: number, east: number, north: number) {
  const ring: [number, number][] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon' as const, coordinates: [ring] };
}
