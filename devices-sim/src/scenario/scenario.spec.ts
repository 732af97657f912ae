import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseScenario } from './scenario.js';

const refusalOf = (given: unknown): string => {
  try {
    parseScenario(given);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};
const people = [
  { division: '520303', count: 1, home: 'border' },
  { division: '520303', count: 2 },
];

describe('a scenario', () => {
  it('needs no more than people', () => {
    expect(parseScenario({ people })).toMatchObject({
      prefix: 'sim',
      intervalSeconds: 60,
      backlog: 'oldest',
      faults: {},
      script: [],
    });
  });

  it('is refused with everything that is wrong with it', () => {
    const told = refusalOf({
      people: [{ division: '110101', count: 0 }],
      intervalSeconds: 'often',
      faults: { dead_zone: { perDay: 2, minutes: [9, 3] }, flood: {} },
      speling: true,
    });
    for (const part of [
      '/people/0/division',
      '/people/0/count',
      '/intervalSeconds',
      '/faults/dead_zone/minutes',
      'flood',
      'speling',
    ])
      expect(told).toContain(part);
  });

  it.each([
    ['a person who is not in it', { what: 'sos', person: 4, at: 1 }, 'there is no person 4'],
    [
      'an excursion of somebody who lives in town',
      { what: 'excursion', people: [1, 2], at: 1 },
      'person 2 does not live at the border',
    ],
    ['nobody at all', { what: 'sos', at: 1 }, 'name either person or people'],
    ['a thing that begins after its round', { what: 'sos', person: 1, at: 600 }, 'begins after its round'],
  ])('is refused when its script names %s', (_, entry, reason) => {
    expect(refusalOf({ people, repeatMinutes: 5, script: [entry] })).toContain(reason);
  });

  it('is sound in every file that is shipped', () => {
    const folder = new URL('../../scenarios/', import.meta.url);
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThan(1);
    for (const file of files)
      expect([file, refusalOf(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))]).toEqual([file, '']);
  });
});
