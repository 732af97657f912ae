import { describe, expect, it } from '@jest/globals';
import { instant, minutes, type Millis } from '#libs/kernel';
import { EngineInMemory, NOON, track, world, type TrackStory } from '#libs/testkit';

const found = (told: TrackStory) => told.episodes().filter((one) => one.kind === 'jamming.suspected');
const thrice = (way?: Parameters<TrackStory['lost']>[1]) => track().lost(0, way).lost(-900, way).lost(900, way);

describe('jamming.suspected', () => {
  it('is raised at once by the wristband’s own word, and is over when it says so no more', () => {
    const told = track().inside().event('jamming').event('jamming');
    expect(found(told)).toMatchObject([
      { startedAt: NOON + 10_000, count: 2, facts: { why: 'reported' }, ended: null },
    ]);
    const engine = new EngineInMemory(world());
    engine.take(told.records);
    engine.pass(instant(NOON + minutes(20)));
    expect(engine.standing.map((one) => one.ended?.reason)).toEqual(['quiet']);
  });

  it('is raised by that word whatever the clock says', () => {
    const receivedAt = instant(NOON + 5_000);
    const change = { at: instant(0), receivedAt, clockOffset: (0 - receivedAt) as Millis };
    expect(found(track().event('jamming', change))[0]?.startedAt).toBe(receivedAt);
  });

  it('is raised when everything is lost at once for the third time, at the third place', () => {
    const [episode] = found(thrice());
    expect(episode).toMatchObject({ startedAt: NOON + 20_000, count: 3, facts: { why: 'loss', times: 3 } });
    expect(episode?.fixes.map((fix) => fix.because)).toEqual(['lost', 'lost', 'lost']);
  });

  it('is not raised by a garage, however often', () => {
    expect(found(track().lost(0).lost(0).lost(0).lost(0).lost(0))).toEqual([]);
  });

  it('is not raised while the network is there, by a short loss, or under a poor sky', () => {
    expect(found(thrice({ offline: false }))).toEqual([]);
    expect(found(thrice({ records: 5 }))).toEqual([]);
    expect(found(thrice({ satellites: 4 }))).toEqual([]);
  });

  it('is not raised where satellites are in view all the same', () => {
    const told = thrice();
    const seen = told.records.map((one) => (one.kind === 'nofix' ? { ...one, satellites: 8 } : one));
    told.records.splice(0, told.records.length, ...seen);
    expect(found(told)).toEqual([]);
  });

  it('is found when the backlog of the loss in the middle comes last', () => {
    const { records } = thrice();
    const engine = new EngineInMemory(world());
    const middle = records.slice(18, 36);
    engine.take(records.filter((one) => !middle.includes(one)));
    expect(engine.standing.map((one) => one.episode.split(':')[0])).not.toContain('jamming.suspected');
    engine.take([...middle, ...middle]);
    expect(engine.standing.map((one) => one.episode.split(':')[0])).toContain('jamming.suspected');
  });
});
