import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { after, hours, instant, minutes, seconds, type Instant } from '#libs/kernel';
import type { WeeklySchedule } from '#libs/protocol';
import { deliveries, EngineInMemory, NOON, roundZone, stories, track, world, type TrackStory } from '#libs/testkit';
import { advanceAll, lookAhead, newTrack } from './engine.js';
import { episodeId, type Episode } from './episode.js';
import type { World, ZoneVersion } from './world.js';

/** NOON is a Monday. */
const daily = (from: string, to: string): WeeklySchedule => ({ weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from, to }] });
const timed = (schedule: WeeklySchedule, change: Partial<ZoneVersion> = {}): World =>
  world({ zones: [roundZone({ schedule, ...change })] });
const ten = after(NOON, hours(10));

/** Everything that was found, by a time at which nothing more had been heard. */
function foundBy(story: TrackStory, until: Instant, of: World): Episode[] {
  const { track: at, episodes } = advanceAll(newTrack(), story.records, of);
  const all = [...episodes, ...lookAhead(at, until, of).episodes];
  const latest = new Map(all.map((episode) => [episodeId(episode), episode]));
  return [...latest.values()].filter(({ kind }) => kind === 'zone.absent');
}
const curfew = timed(daily('22:00', '06:00'));
/** Outside from ten minutes before the curfew on. */
const leftBefore = () => track().inside(2).pause(minutes(590)).outside(120, 3);

describe('zone.absent', () => {
  it('is raised at the edge, by where somebody was last known to be, though nothing more is heard', () => {
    const [episode, ...others] = foundBy(leftBefore(), after(ten, hours(1)), curfew);
    expect(episode).toMatchObject({ startedAt: ten, confirmedAt: ten, ended: null, count: 3 });
    expect(episode?.facts).toMatchObject({
      zone: 'home',
      metres: 120,
      demandedFrom: '2026-03-02T22:00:00.000+08:00',
      demandedTo: '2026-03-03T06:00:00.000+08:00',
    });
    expect(others).toEqual([]);
  });

  it('is not raised before the edge', () => {
    expect(foundBy(leftBefore(), ten, curfew)).toEqual([]);
    expect(foundBy(leftBefore(), instant(ten + 1), curfew)).toHaveLength(1);
  });

  it('is raised by a record that comes exactly at the edge', () => {
    const story = track().outside(120, 3).pause(seconds(570)).event('nofix');
    const of = timed(daily('12:10', '18:00'));
    expect(foundBy(story, after(NOON, minutes(10)), of)).toMatchObject([{ startedAt: after(NOON, minutes(10)) }]);
  });

  it('ends when the window ends, heard or not', () => {
    const [episode] = foundBy(leftBefore(), after(ten, hours(9)), curfew);
    expect(episode?.ended).toEqual({ at: after(ten, hours(8)), reason: 'schedule-ended' });
  });

  it('ends with the first of enough fixes inside', () => {
    const back = leftBefore().pause(minutes(30)).inside(1).outside(120).inside(3);
    const [episode, ...others] = foundBy(back, after(ten, hours(1)), curfew);
    expect(episode?.ended).toEqual({ at: back.records.at(-3)?.at, reason: 'returned' });
    expect(others).toEqual([]);
  });

  it('is not raised for somebody who came home in time', () => {
    expect(foundBy(leftBefore().inside(1), after(ten, hours(8)), curfew)).toEqual([]);
  });

  it('is raised in the middle of the window, a minute after the first fix outside', () => {
    const story = track().inside(2).pause(hours(11)).outside(120, 8);
    const first = story.records[2]?.at;
    expect(foundBy(story, after(ten, hours(2)), curfew)).toMatchObject([
      { startedAt: first, confirmedAt: instant((first ?? 0) + 60_000) },
    ]);
  });

  it('is raised a minute after the first fix outside though only two came', () => {
    const story = track().inside(2).pause(hours(11)).outside(120, 2);
    expect(foundBy(story, after(ten, hours(2)), curfew)).toMatchObject([
      { startedAt: story.records[2]?.at, confirmedAt: instant((story.records[2]?.at ?? 0) + 60_000), count: 2 },
    ]);
  });

  it('leaves alone whoever may be inside, and fixes too poor to say', () => {
    expect(foundBy(track().pause(hours(11)).fixes(19, 20), after(ten, hours(8)), curfew)).toEqual([]);
    expect(foundBy(track().pause(hours(11)).outside(900, 20, { accuracy: 501 }), after(ten, hours(8)), curfew)).toEqual(
      [],
    );
  });

  it('says nothing by where somebody was more than a day ago', () => {
    const sunday = timed({ weekly: [{ days: [7], from: '22:00', to: '06:00' }] });
    expect(foundBy(leftBefore(), after(ten, hours(24 * 7)), sunday)).toEqual([]);
  });

  it('is an exit at no time: the area says where to be, not where to stay', () => {
    const found = track().outside(120, 20).episodes(curfew);
    expect(found.map(({ kind }) => kind)).toEqual([]);
  });

  it('asks only to be inside one of the areas that demand it', () => {
    const other = roundZone({
      id: '2',
      shape: { lat: 27.75, lon: 106.9333, radius: 1_000 },
      schedule: daily('22:00', '06:00'),
    });
    const both = world({ zones: [roundZone({ schedule: daily('22:00', '06:00') }), other] });
    expect(foundBy(leftBefore(), after(ten, hours(1)), both)).toEqual([]);
  });

  it('is judged by the area that demands it then, also when another one did before', () => {
    const work = roundZone({
      id: '2',
      name: 'work',
      shape: { lat: 27.85, lon: 106.92, radius: 100 },
      schedule: daily('09:00', '21:55'),
    });
    const both = world({ zones: [roundZone({ schedule: daily('22:00', '06:00') }), work] });
    const found = foundBy(leftBefore(), after(ten, hours(1)), both);
    expect(found.map(({ facts, ended }) => [facts['zone'], ended?.reason])).toEqual([
      ['work', 'schedule-ended'],
      ['home', undefined],
    ]);
  });

  it('judges nobody by where he was long before', () => {
    const late = timed(daily('23:30', '06:00'));
    expect(foundBy(leftBefore(), after(ten, hours(4)), late)).toEqual([]);
  });

  it('judges nothing by a schedule that was not in force', () => {
    const later = timed(daily('22:00', '06:00'), { from: after(ten, minutes(20)) });
    expect(foundBy(leftBefore(), after(ten, hours(2)), later)).toMatchObject([{ startedAt: after(ten, minutes(20)) }]);
    const before = timed(daily('22:00', '06:00'), { to: after(ten, hours(1)) });
    expect(foundBy(leftBefore(), after(ten, hours(2)), before)).toMatchObject([
      { startedAt: ten, ended: { at: after(ten, hours(1)), reason: 'schedule-ended' } },
    ]);
  });

  it('finds the same however records are ordered, repeated and batched', () => {
    const times = timed({
      weekly: [
        { days: [1, 2, 3, 4, 5, 6, 7], from: '12:01', to: '12:03' },
        { days: [1, 2, 4], from: '22:00', to: '06:00' },
      ],
    });
    let raised = 0;
    const standing = (batches: Parameters<EngineInMemory['take']>[0][]) => {
      const engine = new EngineInMemory(times);
      for (const batch of batches) engine.take(batch);
      engine.pass(after(NOON, hours(24 * 30)));
      raised += engine.standing.filter(({ episode }) => episode.startsWith('zone.absent')).length;
      return engine.standing;
    };
    fc.assert(
      fc.property(deliveries, ({ records, batches }) => {
        expect(standing(batches)).toEqual(standing([records]));
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(stories, (records) => {
        expect(standing(records.map((record) => [record]))).toEqual(standing([records]));
      }),
    );
    expect(raised).toBeGreaterThan(100);
  });
});
