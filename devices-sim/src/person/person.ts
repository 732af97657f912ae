import type { Instant } from '#libs/kernel';
import { residents, type Scenario } from '../scenario/scenario.js';
import { chance } from './chance.js';
import type { HomeCounty } from './county.js';
import { Episodes, type Episode } from './episodes.js';
import { findGate, onExcursion, type Gate } from './excursion.js';
import { onJourney } from './journey.js';
import { homeboundHaunts, townHaunts } from './haunts.js';
import { madeUpName } from './names.js';
import { Walk, type Whereabouts } from './walk.js';

/** Somebody who wears a wristband in a scenario. */
export interface Person {
  /** From 1, as scenarios count. */
  readonly number: number;
  readonly deviceId: string;
  readonly name: string;
  readonly county: HomeCounty;
  /** What their streams of chance are named by. */
  readonly key: string;
  readonly walk: Walk;
  readonly gate: Gate | undefined;
  episodes(start: Instant): Episodes;
}

export const deviceIdOf = (prefix: string, number: number): string => `${prefix}-${String(number).padStart(4, '0')}`;

/** Everybody of a scenario; with `count`, so many people, the scenario's groups over and over. `ids`: their devices, if named. */
export function peopleOf(
  scenario: Scenario,
  seed: number,
  counties: ReadonlyMap<string, HomeCounty>,
  { count, ids = [] }: { readonly count?: number | undefined; readonly ids?: readonly string[] } = {},
): Person[] {
  const everybody = residents(scenario);
  return Array.from({ length: count ?? everybody.length }, (_, index): Person => {
    const { division, home } = everybody[index % everybody.length] ?? { division: '', home: 'town' as const };
    const county = counties.get(division);
    if (!county) throw new Error(`${division} is not a county whose border is known here`);
    const [number, key] = [index + 1, `${seed}/${index + 1}`];
    const gate = home === 'border' ? findGate(county, chance(key, 'gate')) : undefined;
    return {
      number,
      deviceId: ids[index] ?? deviceIdOf(scenario.prefix, number),
      name: madeUpName(index),
      county,
      key,
      walk: new Walk(gate ? homeboundHaunts(gate.home, key) : townHaunts(county, key), key),
      gate,
      episodes: (start) => new Episodes(scenario, start, { number, key, atBorder: home === 'border' }),
    };
  });
}

/** Where somebody truly is, given what is happening at that time. */
export function whereabouts(person: Person, active: readonly Episode[], t: Instant): Whereabouts {
  const journey = active.find(({ kind, from, to }) => kind === 'journey' && from <= t && t < to);
  if (journey) return onJourney(person, journey, t);
  const excursion = active.find(({ kind, from, to }) => kind === 'excursion' && from <= t && t < to);
  return excursion && person.gate
    ? onExcursion(person.gate, excursion.from, excursion.to, excursion.metres, t)
    : person.walk.at(t);
}
