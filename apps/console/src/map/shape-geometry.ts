import type { Position } from '#libs/geo';

const METRES_PER_DEGREE = 111_195;

/** A circle on the ground as a closed ring; good enough to look at, at our latitudes. */
export function circleRing(lat: number, lon: number, radiusMetres: number, corners = 48): [number, number][] {
  const up = radiusMetres / METRES_PER_DEGREE;
  const across = up / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: corners + 1 }, (_, index) => {
    const angle = ((index % corners) / corners) * 2 * Math.PI;
    return [lon + across * Math.sin(angle), lat + up * Math.cos(angle)];
  });
}

/** Where a name stands: the centre of gravity of the largest part. */
export function labelPoint(polygons: readonly (readonly (readonly Position[])[])[]): [number, number] | undefined {
  const outer = polygons.flatMap((rings) => rings.slice(0, 1)).map(gravity);
  const largest = outer.sort((a, b) => b.area - a.area)[0];
  return largest && largest.area > 0 ? largest.centre : undefined;
}

function gravity(ring: readonly Position[]): { readonly area: number; readonly centre: [number, number] } {
  let [twice, x, y] = [0, 0, 0];
  ring.forEach(([lon, lat], index) => {
    const [nextLon, nextLat] = ring[index + 1] ?? [lon, lat];
    const cross = lon * nextLat - nextLon * lat;
    twice += cross;
    x += (lon + nextLon) * cross;
    y += (lat + nextLat) * cross;
  });
  return { area: Math.abs(twice / 2), centre: twice === 0 ? [0, 0] : [x / (3 * twice), y / (3 * twice)] };
}

/** west, south, east, north around positions. */
export function boundsOf(positions: Iterable<Position>): [number, number, number, number] | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    [west, east] = [Math.min(west, lon), Math.max(east, lon)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return Number.isFinite(west) ? [west, south, east, north] : undefined;
}
