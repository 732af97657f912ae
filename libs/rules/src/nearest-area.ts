import { metresToBox, type BBox, type Wgs84 } from '#libs/geo';
import { compiledArea, type ZoneVersion } from './world.js';

/** The area that somebody is deepest in, or else least far from; of equals the first. */
export interface NearestArea {
  readonly zone: ZoneVersion;
  /** To its border, widened by its buffer: positive outside. */
  readonly metres: number;
}

/** So few are looked at one after the other. */
const FEW = 8;
const forests = new WeakMap<readonly ZoneVersion[], Branch>();

/** Measures only areas that their surroundings do not rule out; the answer is that of measuring all. */
export function nearestArea(zones: readonly ZoneVersion[], point: Wgs84): NearestArea | undefined {
  const [only] = zones;
  if (only === undefined) return undefined;
  if (zones.length === 1) return { zone: only, metres: measured(only, point) };
  const search = new Search(zones, point);
  if (zones.length <= FEW) zones.forEach((_, index) => search.measure(index));
  else search.visit(branchesOf(zones));
  return search.found;
}

const measured = (zone: ZoneVersion, point: Wgs84): number => compiledArea(zone).metresToBorder(point) - zone.buffer;

class Search {
  #best = Infinity;
  #index = -1;

  constructor(
    private readonly zones: readonly ZoneVersion[],
    private readonly point: Wgs84,
  ) {}

  get found(): NearestArea | undefined {
    const zone = this.zones[this.#index];
    return zone && { zone, metres: this.#best };
  }

  measure(index: number): void {
    const zone = this.zones[index];
    if (zone === undefined || metresToBox(compiledArea(zone).bbox, this.point) - zone.buffer > this.#best) return;
    const metres = measured(zone, this.point);
    if (metres > this.#best || (metres === this.#best && index > this.#index)) return;
    [this.#best, this.#index] = [metres, index];
  }

  visit(branch: Branch): void {
    if (branch.leaves !== null) {
      for (const index of branch.leaves) this.measure(index);
      return;
    }
    const near = branch.branches
      .map((one) => ({ one, least: metresToBox(one.bbox, this.point) - one.buffer }))
      .sort((a, b) => a.least - b.least);
    for (const { one, least } of near) {
      if (least > this.#best) return;
      this.visit(one);
    }
  }
}

/** Areas that lie together, and the box around them. */
interface Branch {
  readonly bbox: BBox;
  /** The widest of its areas. */
  readonly buffer: number;
  readonly branches: readonly Branch[];
  readonly leaves: readonly number[] | null;
}

function branchesOf(zones: readonly ZoneVersion[]): Branch {
  const known = forests.get(zones);
  if (known) return known;
  const all = zones.map((zone, index): Branch => {
    const { bbox } = compiledArea(zone);
    return { bbox, buffer: zone.buffer, branches: [], leaves: [index] };
  });
  let level = gathered(all, (together) =>
    joined(
      together,
      together.flatMap(({ leaves }) => leaves ?? []),
    ),
  );
  while (level.length > 1) level = gathered(level, (together) => joined(together, null));
  const [root] = level as [Branch];
  forests.set(zones, root);
  return root;
}

/** In strips from west to east, and in each from south to north (sort-tile-recursive). */
function gathered(branches: readonly Branch[], join: (together: readonly Branch[]) => Branch): Branch[] {
  const strip = FEW * Math.max(1, Math.ceil(Math.sqrt(branches.length / FEW)));
  const fromWest = branches.toSorted((a, b) => a.bbox[0] + a.bbox[2] - b.bbox[0] - b.bbox[2]);
  return inParts(fromWest, strip)
    .map((part) => part.toSorted((a, b) => a.bbox[1] + a.bbox[3] - b.bbox[1] - b.bbox[3]))
    .flatMap((part) => inParts(part, FEW).map(join));
}

function joined(together: readonly Branch[], leaves: readonly number[] | null): Branch {
  const bbox = together
    .map((one) => one.bbox)
    .reduce<BBox>(
      ([w, s, e, n], [w2, s2, e2, n2]) => [Math.min(w, w2), Math.min(s, s2), Math.max(e, e2), Math.max(n, n2)],
      [Infinity, Infinity, -Infinity, -Infinity],
    );
  const buffer = Math.max(...together.map((one) => one.buffer));
  return { bbox, buffer, branches: leaves === null ? together : [], leaves };
}

const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, part) => all.slice(part * size, (part + 1) * size));
