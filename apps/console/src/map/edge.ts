import { gcj02, gcj02FromWgs84, toWgs84, wgs84, type AreaShape, type Position } from '#libs/geo';

/** The system that the map's tiles are drawn in. Without tiles the map is WGS-84 like everything else. */
export type MapCrs = 'wgs84' | 'gcj02';

/** The map's edge: the only place where positions are shifted, and only for tiles that are. */
export interface Edge {
  readonly in: (position: Position) => [number, number];
  readonly out: (position: Position) => [number, number];
}

const straight: Edge = { in: ([lon, lat]) => [lon, lat], out: ([lon, lat]) => [lon, lat] };
const shifted: Edge = {
  in([lon, lat]) {
    const point = gcj02FromWgs84(wgs84(lat, lon));
    return [point.lon, point.lat];
  },
  out([lon, lat]) {
    const point = toWgs84(gcj02(lat, lon), 'gcj02');
    return [point.lon, point.lat];
  },
};

export const edgeOf = (crs: MapCrs): Edge => (crs === 'gcj02' ? shifted : straight);

/** An area's polygons as the map draws them. */
export function polygonsOnMap(edge: Edge, area: AreaShape): [number, number][][][] {
  const polygons = area.type === 'Polygon' ? [area.coordinates] : area.coordinates;
  return polygons.map((rings) => rings.map((ring) => ring.map((position) => edge.in(position))));
}
