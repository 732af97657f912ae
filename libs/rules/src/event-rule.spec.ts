import { describe, expect, it } from '@jest/globals';
import { hours, instant, minutes, type Millis } from '#libs/kernel';
import { EngineInMemory, NOON, track, world } from '#libs/testkit';
import type { Observation } from './observation.js';

const only = (kind: string, told: ReturnType<typeof track>) => told.episodes().filter((one) => one.kind === kind);

describe.each([
  ['sos', 'sos'],
  ['case.open', 'case_open'],
])('%s', (kind, record) => {
  it('is raised at once by a single record', () => {
    const [episode] = only(kind, track().inside().event(record));
    expect(episode).toMatchObject({
      kind,
      startedAt: NOON + 10_000,
      confirmedAt: NOON + 10_000,
      ended: null,
      count: 1,
    });
    expect(episode?.records).toHaveLength(1);
  });

  it('is one alert when it is said again soon, and another one later', () => {
    const told = track().event(record).pause(minutes(50)).event(record).pause(hours(2)).event(record);
    const episodes = only(kind, told);
    expect(episodes.map(({ count, ended }) => [count, ended?.reason])).toEqual([
      [2, 'quiet'],
      [1, undefined],
    ]);
    expect(episodes[0]?.facts['times']).toBe(2);
  });

  it('is not ended by other records', () => {
    expect(only(kind, track().event(record).inside(5))[0]?.ended).toBeNull();
  });

  it('is over by itself in event time, though nothing more is heard', () => {
    const engine = new EngineInMemory(world());
    engine.take(track().event(record).records);
    engine.pass(instant(NOON + minutes(61)));
    expect(engine.standing.find((one) => one.episode.startsWith(kind))?.ended).toEqual({
      at: NOON + minutes(60),
      reason: 'quiet',
    });
  });

  it('comes late and is one with what was known', () => {
    const { records } = track().event(record).pause(minutes(10)).event(record).inside();
    const [first, second, last] = records as [Observation, Observation, Observation];
    const engine = new EngineInMemory(world());
    engine.take([second, last]);
    engine.take([first, first]);
    expect(engine.standing.filter((one) => one.episode.startsWith(kind))).toMatchObject([
      { episode: `${kind}:17:${NOON}`, count: 2 },
    ]);
  });

  it('stands where it was received when the clock is wrong', () => {
    const receivedAt = instant(NOON + 5_000);
    const change = { at: instant(0), receivedAt, clockOffset: (0 - receivedAt) as Millis };
    expect(only(kind, track().event(record, change))[0]?.startedAt).toBe(receivedAt);
  });
});
