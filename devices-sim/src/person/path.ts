import { distanceMetres, moved, offsetBetween, type CompiledArea, type Wgs84 } from '#libs/geo';
import type { Chance } from './chance.js';

/** A way on foot or wheels: corners, and how far along it each lies. */
export interface Path {
  readonly metres: number;
  readonly corners: readonly Wgs84[];
  readonly reached: readonly number[];
}

export function pathThrough(corners: readonly Wgs84[]): Path {
  let metres = 0;
  const reached = corners.map((corner, index) => {
    const last = corners[index - 1];
    return (metres += last ? distanceMetres(last, corner) : 0);
  });
  return { metres, corners, reached };
}

/** The place so many metres along, and the direction of travel there in degrees from north. */
export function along(path: Path, metres: number): { readonly at: Wgs84; readonly heading: number } {
  const found = path.reached.findIndex((reach) => reach > metres);
  const index = found < 0 ? path.corners.length - 1 : Math.max(1, found);
  const [from, to] = [path.corners[index - 1], path.corners[index]] as [Wgs84, Wgs84];
  const [start, end] = [path.reached[index - 1] ?? 0, path.reached[index] ?? 0];
  const share = end > start ? Math.min(1, Math.max(0, (metres - start) / (end - start))) : 0;
  const { east, north } = offsetBetween(from, to);
  return { at: moved(from, east * share, north * share), heading: headingOf(east, north) };
}

export const headingOf = (east: number, north: number): number =>
  ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;

/** A way with a few bends that stays so many metres away from the border, or none if it cannot be found. */
export function wayBetween(
  from: Wgs84,
  to: Wgs84,
  area: CompiledArea,
  margin: number,
  chance: Chance,
): Path | undefined {
  const { east, north } = offsetBetween(from, to);
  for (let attempt = 0; attempt < 6; attempt++) {
    const bends = [0.25, 0.5, 0.75].map((share) => {
      const aside = chance.between(-0.08, 0.08) * (1 + attempt);
      return moved(from, east * share - north * aside, north * share + east * aside);
    });
    const path = pathThrough([from, ...bends, to]);
    if (staysInside(path, area, margin)) return path;
  }
  return undefined;
}

/** Leaps along the way by as much as the border is certainly still away. */
function staysInside(path: Path, area: CompiledArea, margin: number): boolean {
  for (let metres = 0; ;) {
    const spare = -area.metresToBorder(along(path, metres).at) - margin;
    if (spare < 0) return false;
    if (metres >= path.metres) return true;
    metres = Math.min(path.metres, metres + Math.max(spare * 0.98, 20));
  }
}
