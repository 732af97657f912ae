import { describe, expect, it } from '@jest/globals';
import { hours, instant, minutes, type Instant } from '#libs/kernel';
import { EngineInMemory, NOON, track, world, type TrackStory } from '#libs/testkit';

function gapsAt(passed: Instant, told: TrackStory, ...late: TrackStory['records'][]) {
  const engine = new EngineInMemory(world());
  engine.take(told.records);
  for (const records of late) engine.take(records);
  engine.pass(passed);
  return engine.standing.filter((one) => one.episode.startsWith('data.gap'));
}
const after = (from: number, length: number) => instant(from + length);

describe('data.gap', () => {
  const hole = () => track().inside(2).pause(hours(1)).inside(2);
  const [, last, next] = hole().records.map((record) => record.at) as [Instant, Instant, Instant];

  it('is raised when what is missing had its time to come', () => {
    expect(gapsAt(after(next, minutes(14)), hole())).toEqual([]);
    expect(gapsAt(after(next, minutes(16)), hole())).toMatchObject([
      { episode: `data.gap:17:${last}`, ended: { at: next, reason: 'reported' } },
    ]);
  });

  it('waits from when the hole was seen, though a backlog brings the records of hours in a second', () => {
    const told = hole().pause(hours(2)).inside(2);
    const at = instant(NOON + hours(9));
    const backlog = told.records.map((record) => ({ ...record, receivedAt: at }));
    const engine = new EngineInMemory(world());
    engine.take(backlog);
    const gaps = () => engine.standing.filter((one) => one.episode.startsWith('data.gap'));
    expect(gaps()).toEqual([]);
    engine.pass(after(at, minutes(14)));
    expect(gaps()).toEqual([]);
    engine.pass(after(at, minutes(16)));
    expect(gaps()).toHaveLength(2);
  });

  it('is raised by records as well as by time', () => {
    const told = hole().pause(minutes(20)).inside();
    const [episode] = told.episodes().filter((one) => one.kind === 'data.gap');
    expect(episode).toMatchObject({ startedAt: last, facts: { minutes: 60, missing: 0, before: 'fix' } });
    expect(episode?.confirmedAt).toBe(next + minutes(15));
  });

  it('is not raised for the pauses of an ordinary day', () => {
    const told = track().inside().pause(minutes(29)).inside().pause(minutes(29)).inside().pause(hours(1));
    expect(gapsAt(after(NOON, hours(3)), told)).toEqual([]);
  });

  it('is not raised while nothing is heard: that is silence', () => {
    expect(gapsAt(after(NOON, hours(9)), track().inside())).toEqual([]);
  });

  it('counts the numbers that never came', () => {
    const { records } = hole().pause(minutes(20)).inside();
    const holed = records.map((record, index) => (index < 2 ? record : { ...record, seq: record.seq + 700 }));
    const engine = track();
    engine.records.push(...holed);
    expect(engine.episodes().find((one) => one.kind === 'data.gap')?.facts['missing']).toBe(700);
  });

  it('is contradicted when the hole is filled, and smaller when it is filled in part', () => {
    const engine = new EngineInMemory(world());
    const told = track().inside().pause(hours(4)).inside().pause(minutes(20)).inside();
    engine.take(told.records);
    const filling = (from: number, records: number) =>
      Array.from({ length: records }, (_, index) => ({
        ...track().inside().records[0],
        seq: 100 + from + index,
        at: instant(NOON + minutes(20) * (from + index)),
        receivedAt: instant(NOON + hours(5)),
      })) as TrackStory['records'];
    const gaps = () => engine.standing.filter((one) => one.episode.startsWith('data.gap'));
    expect(gaps()).toMatchObject([{ episode: `data.gap:17:${NOON}` }]);
    engine.take(filling(1, 6));
    engine.pass(after(NOON, hours(6)));
    expect(gaps()).toMatchObject([{ episode: `data.gap:17:${NOON + hours(2)}` }]);
    engine.take(filling(7, 6));
    expect(gaps()).toEqual([]);
    expect(engine.changes.at(-1)?.is).toBe('contradicted');
  });
});
