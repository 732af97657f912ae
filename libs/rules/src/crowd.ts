import { distanceMetres, offsetBetween, wgs84 } from '#libs/geo';
import type { SuperviseeId } from '#libs/kernel';
import { unknownAccuracy } from './fix-judgement.js';
import type { Sighting } from './meeting.js';
import { probabilityNear } from './nearness.js';
import type { Policy } from './policy.js';
import { compiledArea, holdsAt, type Validity, type ZoneVersion } from './world.js';

/** Where somebody was in one slot: the most exact position of it. */
export interface Spot extends Sighting {
  readonly superviseeId: SuperviseeId;
  readonly slot: number;
}

/** Where people may come together (登记场所). */
export type ListedPlace = Validity & Pick<ZoneVersion, 'shape'>;

/** What a county's people are judged by. */
export interface Crowding {
  readonly policy: Policy<'gathering'>;
  readonly errors: Policy<'zone.exit'>;
  readonly places: readonly ListedPlace[];
}

/** A member of a crowd and where it is. */
export type Crowd = readonly Spot[];

/** Those who are together in one slot, the largest first; nobody is in two. */
export function crowdsOf(spots: readonly Spot[], by: Crowding): Crowd[] {
  const loose = spots.filter((spot) => accuracyOf(spot, by) <= by.policy.maxAccuracyMetres && !isListed(spot, by));
  const nearTo = neighbours(loose, by);
  const order = [...nearTo].sort(([a, near], [b, others]) => others.length - near.length || compareIds(a, b));
  const taken = new Set<Spot>();
  const crowds: Crowd[] = [];
  for (const [centre, near] of order) {
    if (taken.has(centre)) continue;
    const crowd = [centre, ...near].filter((spot) => !taken.has(spot));
    if (crowd.length < by.policy.people) continue;
    for (const spot of crowd) taken.add(spot);
    crowds.push(crowd);
  }
  return crowds;
}

const compareIds = (a: Spot, b: Spot): number => Number(BigInt(a.superviseeId) - BigInt(b.superviseeId));

const accuracyOf = ({ accuracy, source }: Sighting, { errors }: Crowding): number =>
  accuracy ?? unknownAccuracy(source, errors);

const isListed = (spot: Spot, by: Crowding): boolean =>
  by.places.some(
    (place) =>
      holdsAt(place, spot.at) && compiledArea(place).metresToBorder(wgs84(spot.lat, spot.lon)) <= accuracyOf(spot, by),
  );

/** Of everybody with enough people around, who is near; found by cells as wide as the farthest who could be. */
function neighbours(spots: readonly Spot[], by: Crowding): Map<Spot, Spot[]> {
  const origin = spots[0];
  const found = new Map<Spot, Spot[]>();
  if (origin === undefined) return found;
  const width = by.policy.metres + by.policy.maxAccuracyMetres;
  const cells = new Map<string, Spot[]>();
  const cellOf = new Map<Spot, readonly [number, number]>();
  for (const spot of spots) {
    const { east, north } = offsetBetween(wgs84(origin.lat, origin.lon), wgs84(spot.lat, spot.lon));
    const cell = [Math.floor(east / width), Math.floor(north / width)] as const;
    cellOf.set(spot, cell);
    const key = cell.join();
    cells.set(key, [...(cells.get(key) ?? []), spot]);
  }
  for (const [spot, [x, y]] of cellOf) {
    const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => cells.get(`${x + dx},${y + dy}`) ?? []));
    if (around.length < by.policy.people) continue;
    const near = around.filter((other) => other !== spot && isNear(spot, other, by));
    if (near.length + 1 >= by.policy.people) found.set(spot, near);
  }
  return found;
}

/** More probably than not, by the errors of both; where each was between its position and the other's nobody knows. */
function isNear(a: Spot, b: Spot, by: Crowding): boolean {
  const apart = distanceMetres(wgs84(a.lat, a.lon), wgs84(b.lat, b.lon));
  if (apart > by.policy.metres + by.policy.maxAccuracyMetres) return false;
  const { driftMetres: drift, driftShare } = by.errors;
  const accuracies = [accuracyOf(a, by), accuracyOf(b, by)] as const;
  return probabilityNear(by.policy.metres, apart, { accuracies, moved: 0, drift, driftShare }) >= 0.5;
}
