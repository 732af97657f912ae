import { since, type Instant } from '#libs/kernel';
import { moved, offsetBetween, type Position, type Wgs84, wgs84 } from '#libs/geo';
import type { Chance } from './chance.js';
import type { HomeCounty } from './county.js';
import { headingOf } from './path.js';
import type { Whereabouts } from './walk.js';

/** A home just inside the border, and the unit step that leads straight out of the county. */
export interface Gate {
  readonly home: Wgs84;
  readonly east: number;
  readonly north: number;
}

/** How deep inside the border homes at the border stand. */
const DEPTH_METRES = 60;
/** A car on a country road: over the border four seconds after the start, a hundred metres outside after ten. */
const METRES_PER_SECOND = 16;
/** How far out there is nothing but the neighbouring county. */
const CLEAR_METRES = 400;

export function findGate(county: HomeCounty, luck: Chance): Gate {
  for (let attempt = 0; attempt < 2_000; attempt++) {
    const index = Math.floor(luck.next() * (county.outline.length - 1));
    const gate = gateAt(county.outline[index], county.outline[index + 1], county);
    if (gate) return gate;
  }
  throw new Error(`no straight way out of ${county.code} could be found`);
}

function gateAt(a: Position | undefined, b: Position | undefined, county: HomeCounty): Gate | undefined {
  if (!a || !b) return undefined;
  const [from, to] = [wgs84(a[1], a[0]), wgs84(b[1], b[0])];
  const side = offsetBetween(from, to);
  const length = Math.hypot(side.east, side.north);
  if (length < 50) return undefined;
  const middle = moved(from, side.east / 2, side.north / 2);
  const [east, north] = [side.north / length, -side.east / length];
  return [1, -1]
    .map((sign) => ({
      home: moved(middle, -sign * east * DEPTH_METRES, -sign * north * DEPTH_METRES),
      east: sign * east,
      north: sign * north,
    }))
    .find((gate) => leadsOut(gate, county));
}

/** Crosses once, and gets farther out with almost every step. */
function leadsOut(gate: Gate, { area }: HomeCounty): boolean {
  for (let out = -DEPTH_METRES; out <= CLEAR_METRES; out += 10) {
    const metres = area.metresToBorder(
      moved(gate.home, gate.east * (DEPTH_METRES + out), gate.north * (DEPTH_METRES + out)),
    );
    if (Math.abs(metres - out) > 5 + Math.max(0, out) * 0.3) return false;
  }
  return true;
}

/** Where somebody is who left the home at the border at `from`, so far out, and is back there at `to`. */
export function onExcursion(gate: Gate, from: Instant, to: Instant, metres: number, t: Instant): Whereabouts {
  const way = DEPTH_METRES + metres;
  const drive = (milliseconds: number): number => (Math.max(0, milliseconds) / 1_000) * METRES_PER_SECOND;
  const [out, back] = [drive(since(from, t)), drive(since(t, to))];
  const reached = Math.min(way, out, back);
  const sign = back < out ? -1 : 1;
  return {
    at: moved(gate.home, gate.east * reached, gate.north * reached),
    speed: reached < way ? METRES_PER_SECOND : 0,
    heading: headingOf(gate.east * sign, gate.north * sign),
    indoors: false,
  };
}
