import { ok, refused, type Result } from '#libs/kernel';
import { bboxOf, compileArea, type CompiledArea } from './area.js';
import { firstCrossing } from './crossing.js';
import { wgs84 } from './coordinates.js';
import { rulerAt } from './distance.js';
import { polygonsOf, type AreaShape, type Position, type Ring } from './shape.js';

/** Why an area cannot be used, and where in the GeoJSON (a JSON pointer). */
export interface AreaFault {
  readonly reason:
    | 'position-invalid'
    | 'ring-too-short'
    | 'ring-not-closed'
    | 'no-area'
    | 'ring-crosses-itself'
    | 'rings-cross'
    | 'hole-outside'
    | 'polygons-overlap';
  readonly pointer: string;
  readonly detail: string;
}

interface PlacedRing {
  readonly ring: Ring;
  readonly pointer: string;
}

/** Less than this is a line somebody drew by mistake. */
const LEAST_SQUARE_METRES = 1;

/**
 * The area ready to be stored (repeated corners dropped, outer rings counter-clockwise, holes clockwise: RFC 7946), or
 * the first thing that is wrong with it. Rings may touch, themselves and each other; they may not cross.
 */
export function validateArea(shape: AreaShape): Result<AreaShape, AreaFault> {
  const polygons = polygonsOf(shape).map((rings) => rings.map(withoutRepeats));
  const placed = polygons.map((rings, p) => rings.map((ring, r) => ({ ring, pointer: pointerTo(shape, p, r) })));
  const fault = placed.flat().map(ringFault).find(isFault) ?? crossingFault(placed.flat()) ?? nestingFault(placed);
  if (fault) return refused(fault);
  const wound = polygons.map((rings) =>
    rings.map((ring, index) => (isClockwise(ring) === index > 0 ? ring : [...ring].reverse())),
  );
  return ok(
    shape.type === 'Polygon'
      ? { type: 'Polygon', coordinates: wound[0] ?? [] }
      : { type: 'MultiPolygon', coordinates: wound },
  );
}

const pointerTo = (shape: AreaShape, polygon: number, ring: number): string =>
  shape.type === 'Polygon' ? `/coordinates/${ring}` : `/coordinates/${polygon}/${ring}`;
const isFault = (fault: AreaFault | undefined): fault is AreaFault => fault !== undefined;
const same = (a: Position | undefined, b: Position | undefined): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1];
const withoutRepeats = (ring: Ring): Ring => ring.filter((at, index) => index === 0 || !same(at, ring[index - 1]));

function ringFault({ ring, pointer }: PlacedRing): AreaFault | undefined {
  const at = ring.findIndex(([lon, lat]) => !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90));
  if (at >= 0)
    return { reason: 'position-invalid', pointer: `${pointer}/${at}`, detail: 'not a longitude and a latitude' };
  if (!same(ring[0], ring.at(-1)))
    return { reason: 'ring-not-closed', pointer, detail: 'a ring must end where it begins' };
  if (ring.length < 4) return { reason: 'ring-too-short', pointer, detail: 'a ring needs three different corners' };
  if (Math.abs(squareMetres(ring)) < LEAST_SQUARE_METRES)
    return { reason: 'no-area', pointer, detail: 'the ring encloses less than a square metre' };
  return undefined;
}

function crossingFault(rings: readonly PlacedRing[]): AreaFault | undefined {
  const crossing = firstCrossing(rings.map((placed) => placed.ring));
  if (!crossing) return undefined;
  const [one, other] = crossing.rings.map((index) => rings[index]?.pointer ?? '');
  const where = `near ${crossing.near[1].toFixed(6)}, ${crossing.near[0].toFixed(6)}`;
  return one === other
    ? { reason: 'ring-crosses-itself', pointer: one ?? '', detail: `the ring crosses itself ${where}` }
    : { reason: 'rings-cross', pointer: one ?? '', detail: `the ring crosses ${other ?? ''} ${where}` };
}

function nestingFault(polygons: readonly (readonly PlacedRing[])[]): AreaFault | undefined {
  const areas = polygons.map((rings) => compileArea({ type: 'Polygon', coordinates: rings.map(({ ring }) => ring) }));
  for (const [index, [outer, ...holes]] of polygons.entries()) {
    if (!outer) continue;
    const filled = compileArea({ type: 'Polygon', coordinates: [outer.ring] });
    const stray = holes.find((hole) => !lies(hole.ring, filled));
    if (stray)
      return { reason: 'hole-outside', pointer: stray.pointer, detail: 'the hole is not inside its outer ring' };
    const around = areas.findIndex((area, other) => other !== index && lies(outer.ring, area));
    if (around < 0) continue;
    const other = polygons[around]?.[0]?.pointer ?? '';
    return { reason: 'polygons-overlap', pointer: outer.pointer, detail: `it lies inside ${other}` };
  }
  return undefined;
}

/** Whether a ring that crosses nothing lies inside: its corners and the middles of its sides may at most touch. */
function lies(ring: Ring, area: CompiledArea): boolean {
  const [west, south, east, north] = bboxOf([ring]);
  const [w, s, e, n] = area.bbox;
  if (west < w || south < s || east > e || north > n) return false;
  const middles = ring.slice(1).map((at, index): Position => {
    const from = ring[index] ?? at;
    return [(from[0] + at[0]) / 2, (from[1] + at[1]) / 2];
  });
  const depths = [...ring, ...middles].map(([lon, lat]) => area.metresToBorder(wgs84(lat, lon)));
  return depths.reduce((most, metres) => (Math.abs(metres) > Math.abs(most) ? metres : most), 0) < 0;
}

/** Positive when counter-clockwise. */
function squareMetres(ring: Ring): number {
  const [first] = ring;
  if (!first) return 0;
  const { kx, ky } = rulerAt(first[1]);
  const local = ring.map(([lon, lat]) => [(lon - first[0]) * kx, (lat - first[1]) * ky] as const);
  return local.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = local[(index + 1) % local.length] ?? [0, 0];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

const isClockwise = (ring: Ring): boolean => squareMetres(ring) < 0;
