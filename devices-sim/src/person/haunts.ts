import { moved, type Wgs84 } from '#libs/geo';
import { chance, type Chance } from './chance.js';
import type { HomeCounty } from './county.js';
import { wayBetween, pathThrough, type Path } from './path.js';

export type HauntName = 'home' | 'work' | 'market' | 'park';
export type Routine = 'worker' | 'trader' | 'homebound';

/** The places of somebody's life, all well inside the county, and the ways between them. */
export interface Haunts {
  readonly routine: Routine;
  readonly places: Readonly<Record<HauntName, Wgs84>>;
  /** Where in its slow wandering somebody begins, in radians. */
  readonly phase: number;
  way(from: HauntName, to: HauntName): Path;
}

/** Homes and workplaces are at least this deep inside, ways a little less: no noise of an honest fix reaches the border. */
const MARGIN_METRES = 500;
const WAY_MARGIN_METRES = 350;

/** Lives in and around the county's seat. */
export function townHaunts(county: HomeCounty, key: string): Haunts {
  const luck = chance(key, 'haunts');
  for (let attempt = 0; attempt < 500; attempt++) {
    const home = moved(county.seat, luck.gauss() * 2_000, luck.gauss() * 2_000);
    if (county.area.metresToBorder(home) > -MARGIN_METRES) continue;
    const haunts = aroundHome(home, county, luck);
    if (haunts) return haunts;
  }
  throw new Error(`no home could be found in ${county.code}`);
}

/** Stays at home all day: for those who live at the border. */
export function homeboundHaunts(home: Wgs84, key: string): Haunts {
  const stay = pathThrough([home, home]);
  const places = { home, work: home, market: home, park: home };
  return { routine: 'homebound', places, phase: chance(key, 'phase').between(0, 2 * Math.PI), way: () => stay };
}

function aroundHome(home: Wgs84, county: HomeCounty, luck: Chance): Haunts | undefined {
  const near = (least: number, most: number): Wgs84 => {
    const [angle, metres] = [luck.between(0, 2 * Math.PI), luck.between(least, most)];
    return moved(home, metres * Math.sin(angle), metres * Math.cos(angle));
  };
  const places = { home, work: near(700, 4_000), market: near(300, 2_000), park: near(200, 1_500) };
  const ways = new Map<string, Path>();
  for (const [from, to] of walked) {
    const path = wayBetween(places[from], places[to], county.area, WAY_MARGIN_METRES, luck);
    if (!path) return undefined;
    ways.set(`${from}>${to}`, path);
    ways.set(`${to}>${from}`, pathThrough([...path.corners].reverse()));
  }
  return {
    routine: luck.next() < 0.7 ? 'worker' : 'trader',
    places,
    phase: luck.between(0, 2 * Math.PI),
    way: (from, to) => ways.get(`${from}>${to}`) ?? pathThrough([places[from], places[to]]),
  };
}

const walked: readonly (readonly [HauntName, HauntName])[] = [
  ['home', 'work'],
  ['work', 'market'],
  ['market', 'home'],
  ['home', 'park'],
  ['market', 'park'],
];
