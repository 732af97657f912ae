/** GeoJSON order: longitude first, degrees WGS-84 unless said otherwise. */
export type Position = readonly [lon: number, lat: number];
/** Closed: the last position is the first. */
export type Ring = readonly Position[];
/** The outer ring, then the holes. */
export type Rings = readonly Ring[];

export interface PolygonShape {
  readonly type: 'Polygon';
  readonly coordinates: Rings;
}
export interface MultiPolygonShape {
  readonly type: 'MultiPolygon';
  readonly coordinates: readonly Rings[];
}
/** GeoJSON, as the wire's `geometry`. */
export type AreaShape = PolygonShape | MultiPolygonShape;
/** As the wire's `circle`; radius in metres. */
export interface CircleShape {
  readonly lat: number;
  readonly lon: number;
  readonly radius: number;
}

export const polygonsOf = (shape: AreaShape): readonly Rings[] =>
  shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
