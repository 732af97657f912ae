import { distanceMetres, moved, offsetBetween, type Wgs84 } from '#libs/geo';
import { since, type Instant } from '#libs/kernel';
import { chance } from './chance.js';
import type { Episode } from './episodes.js';
import { headingOf } from './path.js';
import type { Person } from './person.js';
import type { Whereabouts } from './walk.js';

/** By car, as the crow flies. */
const METRES_PER_SECOND = 15;
const FARTHEST_METRES = 80_000;
const LOOKS = 60;

/**
 * Where somebody is who drove far out of the county at `from` and is back in the ordinary day at `to`. Who has not the
 * time to get there turns round on the way.
 */
export function onJourney(person: Person, { from, to, metres }: Episode, t: Instant): Whereabouts {
  const base = person.walk.at(t).at;
  const goal = goalOf(person, from, metres);
  const way = distanceMetres(base, goal);
  const drive = (milliseconds: number): number => (Math.max(0, milliseconds) / 1_000) * METRES_PER_SECOND;
  const [out, back] = [drive(since(from, t)), drive(since(t, to))];
  const share = Math.min(way, out, back) / Math.max(1, way);
  const { east, north } = offsetBetween(base, goal);
  const sign = back < out ? -1 : 1;
  return {
    at: moved(base, east * share, north * share),
    speed: share < 1 ? METRES_PER_SECOND : 0,
    heading: headingOf(east * sign, north * sign),
    indoors: false,
  };
}

const goals = new WeakMap<Person, Map<Instant, Wgs84>>();

/** The nearest of some places that lie so far beyond the border. */
function goalOf(person: Person, from: Instant, metres: number): Wgs84 {
  const known = goals.get(person) ?? new Map<Instant, Wgs84>();
  goals.set(person, known);
  const goal = known.get(from) ?? drawnGoal(person, from, metres);
  known.set(from, goal);
  return goal;
}

function drawnGoal(person: Person, from: Instant, metres: number): Wgs84 {
  const luck = chance(person.key, 'journey', from);
  const home = person.walk.at(from).at;
  const ways = Array.from({ length: LOOKS }, () => {
    const angle = luck.between(0, 2 * Math.PI);
    return wayOut(person, home, [Math.sin(angle), Math.cos(angle)], metres);
  });
  const shortest = ways.reduce((best, way) => (way.metres < best.metres ? way : best));
  return shortest.at;
}

/** Straight on until it is so far beyond the border. */
function wayOut({ county }: Person, home: Wgs84, [east, north]: readonly [number, number], beyond: number) {
  for (let metres = 0; metres < FARTHEST_METRES;) {
    const at = moved(home, east * metres, north * metres);
    const outside = county.area.metresToBorder(at);
    if (outside >= beyond) return { at, metres };
    metres += Math.max(100, Math.abs(beyond - outside) * 0.9);
  }
  return { at: moved(home, east * FARTHEST_METRES, north * FARTHEST_METRES), metres: FARTHEST_METRES };
}
