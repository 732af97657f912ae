import type { Position, Ring } from './shape.js';

interface Side {
  readonly ring: number;
  readonly a: Position;
  readonly b: Position;
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

export interface Crossing {
  /** Indexes of the two rings; the same twice when a ring crosses itself. */
  readonly rings: readonly [number, number];
  readonly near: Position;
}

/**
 * The first place where two sides cross between their ends, if there is one. Sides are swept from west to east: the
 * border of a province (20,000 corners) takes some tens of milliseconds, and a ring made to be slow half a second.
 */
export function firstCrossing(rings: readonly Ring[]): Crossing | undefined {
  const sides = rings.flatMap(sidesOf).sort((s, t) => s.west - t.west);
  const open: Side[] = [];
  for (const side of sides) {
    let kept = 0;
    for (const other of open) {
      if (other.east < side.west) continue;
      if (crosses(other, side)) return { rings: [other.ring, side.ring], near: side.a };
      open[kept++] = other;
    }
    open.length = kept;
    open.push(side);
  }
  return undefined;
}

const sidesOf = (ring: Ring, index: number): Side[] =>
  ring.slice(1).map((b, at) => {
    const a = ring[at] ?? b;
    const [west, east] = a[0] < b[0] ? [a[0], b[0]] : [b[0], a[0]];
    const [south, north] = a[1] < b[1] ? [a[1], b[1]] : [b[1], a[1]];
    return { ring: index, a, b, west, east, south, north };
  });

/** Twice the signed area of the triangle: on which side of the line through a and b the point lies. */
const turn = ({ a, b }: Side, p: Position): number => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);

const crosses = (s: Side, t: Side): boolean =>
  s.north >= t.south && t.north >= s.south && turn(s, t.a) * turn(s, t.b) < 0 && turn(t, s.a) * turn(t, s.b) < 0;
