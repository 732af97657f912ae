import { describe, expect, it } from '@jest/globals';
import { days, hours, instant, minutes } from '#libs/kernel';
import { EngineInMemory, NOON, track, world, type TrackStory } from '#libs/testkit';

const patterns = (told: TrackStory) => told.episodes().filter((one) => one.kind === 'strap.pattern');
const flap = (told: TrackStory) => told.event('strap_open').event('strap_closed').pause(minutes(30));

describe('strap.pattern', () => {
  it('is raised by three short openings within a day, and grows', () => {
    const told = flap(flap(flap(flap(track()))));
    expect(patterns(told)).toMatchObject([{ startedAt: NOON, count: 4, facts: { times: 4 }, ended: null }]);
    expect(patterns(told)[0]?.records).toHaveLength(4);
  });

  it('is not raised by two, nor by three in as many days', () => {
    expect(patterns(flap(flap(track())))).toEqual([]);
    const slow = flap(flap(flap(track()).pause(hours(16))).pause(hours(16)));
    expect(patterns(slow)).toEqual([]);
  });

  it('counts an opening of the case like one of the strap', () => {
    expect(patterns(flap(flap(track())).event('case_open'))).toMatchObject([{ count: 3 }]);
  });

  it('counts a strap that is said to be open twice as one opening', () => {
    expect(patterns(flap(flap(track()).event('strap_open')).event('strap_closed'))).toEqual([]);
  });

  it('does not count one that lasted: that is no flap', () => {
    const told = flap(flap(track())).event('strap_open').pause(hours(1)).event('strap_closed');
    expect(patterns(told)).toEqual([]);
  });

  it('is over after a day without one', () => {
    const engine = new EngineInMemory(world());
    const { records } = flap(flap(flap(track())));
    engine.take(records);
    engine.pass(instant(NOON + days(2)));
    const last = records.at(-1)?.at ?? 0;
    const found = engine.standing.find((one) => one.episode.startsWith('strap.pattern'));
    expect(found?.ended).toEqual({ at: last + days(1), reason: 'quiet' });
  });

  it('is found when the one in the middle comes late', () => {
    const { records } = flap(flap(flap(track())));
    const engine = new EngineInMemory(world());
    engine.take([...records.slice(0, 2), ...records.slice(4)]);
    expect(engine.open.map((one) => one.kind)).not.toContain('strap.pattern');
    engine.take(records.slice(2, 4));
    expect(engine.open.map((one) => one.kind)).toContain('strap.pattern');
  });
});
