/** Where somebody roughly was in ten minutes: a box in degrees around the positions, and the least exact of them. */
export interface Whereabouts {
  /** The number of the ten minutes since the epoch. */
  readonly slot: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly accuracy: number | null;
}

/** Of a position that does not say how exact it is. */
const UNKNOWN = 200;
/** Shorter than any degree of latitude: a margin made with it is never too small. */
const METRES_A_DEGREE = 110_500;

/**
 * Whether two people may have been within so many metres of each other: a cheap look before an exact one, which answers
 * no for nearly all. Positions on both sides of a slot's edge are compared, too.
 */
export function mayMeet(one: readonly Whereabouts[], other: readonly Whereabouts[], metres: number): boolean {
  const bySlot = new Map(other.map((box) => [box.slot, box]));
  return one.some((box) =>
    [box.slot - 1, box.slot, box.slot + 1].some((slot) => {
      const there = bySlot.get(slot);
      return there !== undefined && overlap(box, there, metres + slackOf(box) + slackOf(there));
    }),
  );
}

/** Whether somebody may have been within so many metres of an area's box. */
export function mayReach(
  track: readonly Whereabouts[],
  [west, south, east, north]: readonly [number, number, number, number],
  metres: number,
): boolean {
  return track.some((box) => overlap(box, { west, south, east, north }, metres + slackOf(box)));
}

/** What its error may hide: beyond this nothing is probable. */
const slackOf = ({ accuracy }: Whereabouts): number => 3 * (accuracy ?? UNKNOWN) + 100;

type Box = Pick<Whereabouts, 'west' | 'south' | 'east' | 'north'>;

function overlap(a: Box, b: Box, metres: number): boolean {
  const north = metres / METRES_A_DEGREE;
  const east = north / Math.max(0.01, Math.cos((Math.max(Math.abs(a.north), Math.abs(a.south)) * Math.PI) / 180));
  return a.west - east <= b.east && b.west - east <= a.east && a.south - north <= b.north && b.south - north <= a.north;
}
