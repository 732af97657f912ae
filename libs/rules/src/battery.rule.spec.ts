import { describe, expect, it } from '@jest/globals';
import { hours, instant, minutes, seconds, type Millis } from '#libs/kernel';
import { EngineInMemory, NOON, track, world, type TrackStory } from '#libs/testkit';
import type { Observation } from './observation.js';

const of = (kind: string, told: TrackStory) => told.episodes().filter((one) => one.kind === kind);
/** Readings ten seconds apart. */
const readings = (told: TrackStory, ...percents: number[]) =>
  percents.reduce((story, battery) => story.event('nofix', { battery }), told);
/** Down from one percentage to another in steps of one, so long for each. */
function down(told: TrackStory, from: number, to: number, each: Millis): TrackStory {
  for (let battery = from; battery >= to; battery--) told.event('nofix', { battery }).pause(each);
  return told;
}

describe.each([
  ['battery.low', 20],
  ['battery.critical', 10],
])('%s', (kind, mark) => {
  it('is raised by two readings in a row, from the first on', () => {
    const told = readings(track(), 60, mark, mark);
    expect(of(kind, told)).toMatchObject([{ startedAt: NOON + 10_000, facts: { battery: mark, hoursLeft: null } }]);
  });

  it('is not raised by a single reading that makes no sense', () => {
    expect(of(kind, readings(track(), 60, 3, 60, 60, 3, 60))).toEqual([]);
  });

  it('does not come and go around the mark', () => {
    const told = readings(track(), mark, mark, mark + 2, mark - 1, mark + 3, mark, mark + 4, mark + 4, mark);
    expect(of(kind, told)).toMatchObject([{ ended: null }]);
  });

  it('is over at the charger', () => {
    const told = readings(track(), mark, mark).event('charge_on').event('charge_off');
    expect(of(kind, told)).toMatchObject([{ ended: { at: NOON + 20_000, reason: 'charging' } }]);
  });

  it('is over when there is more in it, though no charger was spoken of', () => {
    const told = readings(track(), mark, mark, 90, 90, 90);
    expect(of(kind, told)).toMatchObject([{ ended: { at: NOON + 20_000, reason: 'recovered' } }]);
  });

  it('is not raised on the charger, and is when it is taken off too early', () => {
    const told = readings(track(), 60).event('charge_on', { battery: 5 });
    expect(of(kind, readings(told, 6, 7, 8))).toEqual([]);
    expect(of(kind, readings(told.event('charge_off'), 8, 8))).toHaveLength(1);
  });

  it('does not believe in a charger while it goes down', () => {
    const told = readings(track().event('charge_on', { battery: 9 }), 9, 8, 7, 6, 6);
    expect(of(kind, told)).toHaveLength(1);
  });

  it('is told once for each percent, with the hours that its own curve leaves', () => {
    const told = down(track(), 30, mark - 2, minutes(15));
    const [episode] = of(kind, told);
    expect(episode?.facts['battery']).toBe(mark - 2);
    // A percent in a quarter of an hour.
    expect(episode?.facts['hoursLeft']).toBeCloseTo((mark - 2) / 4, 0);
    const still = readings(told, ...Array.from({ length: 50 }, () => mark - 2));
    expect(of(kind, still)[0]?.count).toBe(episode?.count);
  });

  it('is found by what came late, and contradicted by it', () => {
    const { records } = readings(track(), 60, mark, 60, mark, 60);
    const engine = new EngineInMemory(world());
    const [first, low, high, again, last] = records as [
      Observation,
      Observation,
      Observation,
      Observation,
      Observation,
    ];
    engine.take([first, low, again]);
    expect(engine.open.map((one) => one.kind)).toContain(kind);
    engine.take([last, high, high]);
    expect(engine.standing.filter((one) => one.episode.startsWith(kind))).toEqual([]);
  });
});

describe('battery.low', () => {
  it('is raised at once when the wristband says so', () => {
    expect(of('battery.low', track().event('low_battery'))).toMatchObject([{ startedAt: NOON, count: 1 }]);
    expect(of('battery.critical', track().event('low_battery', { battery: 30 }))).toEqual([]);
  });

  it('is raised above the mark by the hours that are left', () => {
    // Six percent an hour: 36 % are six hours.
    const [episode] = of('battery.low', down(track(), 60, 34, minutes(10)));
    expect(episode?.facts['battery']).toBe(34);
    expect(episode?.facts['hoursLeft']).toBeCloseTo(5.8, 1);
  });

  it('reckons by how it went down lately, not by how it once did', () => {
    const told = down(down(track(), 90, 41, hours(1)), 40, 20, minutes(6));
    // Ten percent an hour.
    expect(of('battery.low', told)[0]?.facts['hoursLeft']).toBeCloseTo(2, 0);
  });

  it('is not, by hours, of a full one that never lasts long', () => {
    expect(of('battery.low', down(track(), 100, 60, minutes(2)))).toEqual([]);
  });

  it('draws no curve from records whose clock is not believed', () => {
    const told = track();
    for (let battery = 60; battery > 20; battery--) {
      told.event('nofix', { battery, receivedAt: instant(NOON + hours(1)), clockOffset: seconds(-9) });
    }
    expect(of('battery.low', told)).toEqual([]);
  });
});
