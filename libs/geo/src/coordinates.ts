/** Degrees in the system that its type names. A point of one system cannot be passed where another is meant. */
export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}

declare const system: unique symbol;
type In<System extends string> = LatLon & { readonly [system]: System };

/** What satellites give. The only system inside the platform. */
export type Wgs84 = In<'wgs84'>;
/** The shifted system of Chinese base maps 火星坐标; some hundred metres off. Only at the map's edge. */
export type Gcj02 = In<'gcj02'>;
/** Baidu's further shift of GCJ-02. */
export type Bd09 = In<'bd09'>;

/** As the wire names the systems. */
export type Crs = 'wgs84' | 'gcj02' | 'bd09';
export interface PointIn {
  readonly wgs84: Wgs84;
  readonly gcj02: Gcj02;
  readonly bd09: Bd09;
}
/** A pair of numbers that nobody has said the system of yet. */
export type Unmarked = LatLon & { readonly [system]?: never };

export const wgs84 = (lat: number, lon: number): Wgs84 => ({ lat, lon }) as Wgs84;
export const gcj02 = (lat: number, lon: number): Gcj02 => ({ lat, lon }) as Gcj02;
export const bd09 = (lat: number, lon: number): Bd09 => ({ lat, lon }) as Bd09;
