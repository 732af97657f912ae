import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hours, instant, type Instant } from '#libs/kernel';
import { distanceMetres, wgs84, type Wgs84 } from '#libs/geo';
import { Bearer, type Happening } from './person/bearer.js';
import { readCounties } from './person/county.js';
import { peopleOf, whereabouts, type Person } from './person/person.js';
import { parseScenario } from './scenario/scenario.js';
import { truthOf, type TruthLine } from './truth.js';

const counties = readCounties();
const start = instant(Date.UTC(2026, 0, 5, 1));
const lasts = hours(3);
const end = instant(start + lasts);
const interval = 15;

/** Everything at once, and the receiver exact: what is sent can then be held against the truth to the metre. */
const scenario = parseScenario({
  intervalSeconds: interval,
  people: [{ division: '520303', count: 2, home: 'border' }],
  noise: { gnss: false },
  faults: {
    excursion: { perDay: 24, minutes: [3, 20] },
    strap_open: { perDay: 24, minutes: [1, 20] },
    dead_zone: { perDay: 24, minutes: [1, 20] },
  },
});

type Violation = Extract<TruthLine, { type: 'violation' }>;
const truthFor = (people: readonly Person[], seed: number): TruthLine[] => [
  ...truthOf({ scenario, seed, people, start, end, every: interval }),
];
const violations = (lines: readonly TruthLine[], kind: string): { from: number; to: number }[] =>
  lines
    .filter((line): line is Violation => line.type === 'violation' && line.kind === kind)
    .map((line) => ({ from: Date.parse(line.start), to: line.end === null ? Infinity : Date.parse(line.end) }));
const during = (spells: readonly { from: number; to: number }[], t: number): boolean =>
  spells.some(({ from, to }) => from <= t && t < to);

/** What the band of one person observes and whether it could send it, at the ticks of the truth. */
function simulated(person: Person): { t: Instant; happened: Happening[]; connected: boolean }[] {
  const bearer = new Bearer(person, scenario, start);
  const ticks = Array.from({ length: lasts / (interval * 1_000) + 1 }, (_, index) =>
    instant(start + index * interval * 1_000),
  );
  return ticks.map((t) => ({ t, happened: bearer.step(t), connected: bearer.connected }));
}

describe('the truth about a scenario', () => {
  it('is what was simulated: places, borders, straps and silences', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        for (const person of peopleOf(scenario, seed, counties)) {
          const truth = truthFor([person], seed);
          const positions = truth.flatMap((line) => (line.type === 'position' ? [line] : []));
          const [exits, straps, silences] = [
            violations(truth, 'zone.exit'),
            violations(truth, 'strap.open'),
            violations(truth, 'device.silent'),
          ];
          const disagreements = simulated(person).filter(({ t, happened, connected }, index) => {
            const fix = happened
              .map((one) => (one.kind === 'record' ? one.record : undefined))
              .find((one) => one?.k === 'fix');
            const [seen, truly] = [fix, positions[index]].map((at) => wgs84(at?.lat ?? 0, at?.lon ?? 0)) as [
              Wgs84,
              Wgs84,
            ];
            const agrees =
              Date.parse(positions[index]?.at ?? '') === t &&
              distanceMetres(seen, truly) < 0.1 &&
              during(exits, t) === !person.county.area.contains(truly) &&
              during(straps, t) === (fix?.worn === false) &&
              during(silences, t) === !connected;
            return !agrees;
          });
          expect(disagreements).toEqual([]);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('knows to the millisecond when somebody stepped over the border, and when back', () => {
    const script = [{ what: 'excursion' as const, person: 1, at: 10, forSeconds: 120 }];
    const trip = parseScenario({ people: [{ division: '520303', count: 1, home: 'border' }], script });
    const [one] = peopleOf(trip, 1, counties);
    if (!one) throw new Error('a scenario without people');
    const lines = truthOf({ scenario: trip, seed: 1, people: [one], start, end, every: 3_600 });
    const [exit] = violations([...lines], 'zone.exit');
    const active = one.episodes(start).beginning(start, end);
    const isOut = (t: number): boolean => !one.county.area.contains(whereabouts(one, active, instant(t)).at);
    const [from, to] = [exit?.from ?? 0, exit?.to ?? 0];
    expect([from - 1, from, to, to + 1].map(isOut)).toEqual([false, true, true, false]);
  });

  it('is the same for the same seed', () => {
    const once = JSON.stringify(truthFor(peopleOf(scenario, 9, counties), 9));
    expect(JSON.stringify(truthFor(peopleOf(scenario, 9, counties), 9))).toBe(once);
  });

  it('leaves a violation open that goes on at the end', () => {
    const script = [{ what: 'strap_open' as const, person: 1, at: 10, forSeconds: 600 }];
    const open = parseScenario({ people: [{ division: '520303', count: 1 }], script });
    const people = peopleOf(open, 1, counties);
    const lines = [...truthOf({ scenario: open, seed: 1, people, start, end: instant(start + 60_000), every: 60 })];
    expect(lines.find((line) => line.type === 'violation')).toMatchObject({ kind: 'strap.open', end: null });
  });
});
