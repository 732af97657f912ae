import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hours, instant, isoInShanghai } from '#libs/kernel';
import { distanceMetres } from '#libs/geo';
import { parseScenario } from '../scenario/scenario.js';
import { readCounties } from './county.js';
import { peopleOf, whereabouts } from './person.js';

const counties = readCounties();
const codes = [...counties.keys()];
const monday = instant(Date.UTC(2026, 0, 4, 16));
const seeds = fc.integer({ min: 0, max: 1e9 });

const person = (seed: number, division: string, home: 'town' | 'border' = 'town') => {
  const [one] = peopleOf(parseScenario({ people: [{ division, count: 1, home }] }), seed, counties);
  if (!one) throw new Error('a scenario without people');
  return one;
};

describe('a daily routine', () => {
  it('stays well inside the county, whoever it is and whenever one looks', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...codes), fc.nat({ max: 14 * 24 * 3_600 }), (seed, division, second) => {
        const one = person(seed, division);
        for (let step = 0; step < 50; step++) {
          const { at } = one.walk.at(instant(monday + ((second + step * 613) % 1_209_600) * 1_000));
          expect(one.county.area.metresToBorder(at)).toBeLessThan(-300);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('never jumps: nobody is faster than an electric bicycle', () => {
    fc.assert(
      fc.property(seeds, fc.nat({ max: 7 * 86_400 }), (seed, second) => {
        const { walk } = person(seed, '520303');
        for (let step = 0; step < 200; step++) {
          const t = instant(monday + second * 1_000 + step * 20_000);
          const metres = distanceMetres(walk.at(t).at, walk.at(instant(t + 1_000)).at);
          expect(metres).toBeLessThan(6.5);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is the same whatever moment is asked for first', () => {
    const [early, late] = [instant(monday + hours(9)), instant(monday + hours(70))];
    const [one, other] = [person(5, '520303').walk, person(5, '520303').walk];
    expect([one.at(early), one.at(late)]).toEqual([other.at(late), other.at(early)].reverse());
  });

  it('has people at home at night, and most of the working ones away from it by day', () => {
    const scenario = parseScenario({ people: [{ division: '520303', count: 60 }] });
    const people = peopleOf(scenario, 1, counties);
    const fromHome = (hour: number): number[] =>
      people.map(({ walk }) =>
        distanceMetres(walk.at(instant(monday + hours(2))).at, walk.at(instant(monday + hours(hour))).at),
      );
    expect(isoInShanghai(monday)).toBe('2026-01-05T00:00:00.000+08:00');
    expect(Math.max(...fromHome(4))).toBeLessThan(20);
    expect(fromHome(11).filter((metres) => metres > 200).length).toBeGreaterThan(48);
  });

  it('gives everybody a life of their own', () => {
    const places = peopleOf(parseScenario({ people: [{ division: '520303', count: 30 }] }), 1, counties).map(
      ({ walk }) => JSON.stringify(walk.at(monday).at),
    );
    expect(new Set(places).size).toBe(30);
  });
});

describe('an excursion', () => {
  it('begins and ends at home inside, and is far outside in between', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...codes), (seed, division) => {
        const one = person(seed, division, 'border');
        const [from, to] = [instant(monday + hours(9)), instant(monday + hours(9) + 240_000)];
        const trip = { kind: 'excursion' as const, from, to, metres: 300, angle: 0, ahead: 0, honest: false };
        const outside = (seconds: number): number =>
          one.county.area.metresToBorder(whereabouts(one, [trip], instant(from + seconds * 1_000)).at);
        expect(outside(0)).toBeLessThan(-40);
        expect(outside(239.9)).toBeLessThan(-40);
        expect(outside(3)).toBeLessThan(0);
        expect(outside(9)).toBeGreaterThan(50);
        expect(outside(11)).toBeGreaterThan(80);
        expect(outside(120)).toBeGreaterThan(200);
      }),
      { numRuns: 40 },
    );
  });
});
