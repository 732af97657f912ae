import { wgs84, type Wgs84 } from '#libs/geo';
import type { Instant } from '#libs/kernel';

/** The middle of its zone, whose radius is 100 m: see make_canary. */
const HOME = { lat: 27.7, lon: 106.93 };
const RADIUS = 100;
const FARTHEST = 200;
const ROUND_MS = 60_000;
const METRES_PER_DEGREE = 111_195;

/** Out of the zone and back in a minute, never faster than a bicycle: metres from the middle at a time. */
export const metresOut = (at: Instant): number =>
  (FARTHEST * (1 - Math.cos((2 * Math.PI * (at % ROUND_MS)) / ROUND_MS))) / 2;

export const isOut = (at: Instant): boolean => metresOut(at) > RADIUS;

export const roundOf = (at: Instant): number => Math.floor(at / ROUND_MS);

export const placeAt = (at: Instant): Wgs84 => wgs84(HOME.lat + metresOut(at) / METRES_PER_DEGREE, HOME.lon);
