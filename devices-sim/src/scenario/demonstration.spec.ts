import { describe, expect, it } from '@jest/globals';
import { instant, minutes } from '#libs/kernel';
import { readCounties } from '../person/county.js';
import { peopleOf } from '../person/person.js';
import { truthOf, type TruthLine } from '../truth.js';
import { demonstrationScenario } from './demonstration.js';

const start = instant(Date.UTC(2026, 0, 5, 1));
const people = peopleOf(demonstrationScenario, demonstrationScenario.seed, readCounties());
const settings = { scenario: demonstrationScenario, seed: 5203, start, end: instant(start + minutes(45)) };
const lines = [
  ...truthOf({ ...settings, people: people.slice(0, 1), every: 5 }),
  ...truthOf({ ...settings, people: people.slice(1), every: 900 }),
];
const of = <Type extends TruthLine['type']>(type: Type) =>
  lines.filter((line): line is Extract<TruthLine, { type: Type }> => line.type === type);
const secondOf = (iso: string): number => (Date.parse(iso) - start) / 1_000;

describe('the demonstration', () => {
  it('shows forty people, 27 in Huichuan and one in each other county', () => {
    const divisions = people.map(({ county }) => county.code);
    expect(divisions.filter((code) => code === '520303')).toHaveLength(27);
    expect([divisions.length, new Set(divisions).size]).toEqual([40, 14]);
    expect(new Set(people.map(({ name }) => name)).size).toBe(40);
  });

  it('has its three violations in the first half minute, by the first three people', () => {
    const early = of('violation').filter((line) => secondOf(line.start) < 60);
    expect(early.map(({ deviceId, kind }) => [deviceId, kind]).sort()).toEqual([
      ['demo-0001', 'zone.exit'],
      ['demo-0002', 'strap.open'],
      ['demo-0003', 'device.silent'],
    ]);
    const when = (kind: string): number => secondOf(early.find((line) => line.kind === kind)?.start ?? '');
    expect(Math.abs(when('zone.exit') - 10)).toBeLessThan(2);
    expect([when('strap.open'), when('device.silent')]).toEqual([20, 5]);
  });

  it('has the first of them more than a hundred metres outside within a quarter of a minute or so, and home again later', () => {
    const track = of('position').filter(({ deviceId }) => deviceId === 'demo-0001');
    const outside = (second: number): number =>
      track.find(({ at }) => secondOf(at) === second)?.metresOutside ?? Number.NaN;
    expect(outside(5)).toBeLessThan(-40);
    expect(outside(20)).toBeGreaterThan(100);
    expect(outside(200)).toBeGreaterThan(200);
    expect(outside(300)).toBeLessThan(-40);
  });

  it('goes on with three others every quarter of an hour, and nothing else', () => {
    const who = (from: number, to: number): string[] =>
      of('violation')
        .filter((line) => secondOf(line.start) >= from && secondOf(line.start) < to)
        .map(({ deviceId }) => deviceId);
    expect([who(0, 900), who(900, 1_800), who(1_800, 2_700)].map((devices) => devices.length)).toEqual([3, 3, 3]);
    expect(new Set([...who(0, 900), ...who(900, 1_800), ...who(1_800, 2_700)]).size).toBe(9);
  });
});
