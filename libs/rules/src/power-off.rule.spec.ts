import { describe, expect, it } from '@jest/globals';
import { hours, instant, minutes, type Millis } from '#libs/kernel';
import { EngineInMemory, NOON, track, world, type TrackStory } from '#libs/testkit';
import type { Observation } from './observation.js';

const offs = (told: TrackStory) => told.episodes().filter((one) => one.kind === 'power.off');

describe('power.off', () => {
  it('is raised at once, with what was left by its own curve', () => {
    const told = track();
    for (let battery = 90; battery >= 80; battery--) told.pause(minutes(30)).event('nofix', { battery });
    const [episode] = offs(told.event('power_off'));
    expect(episode).toMatchObject({ ended: null, count: 1, facts: { battery: 80, why: 'switched' } });
    expect(episode?.facts['hoursLeft']).toBe(40);
  });

  it('says when it went off for want of power, and when nobody can tell', () => {
    expect(offs(track().event('power_off', { battery: 2 }))[0]?.facts).toMatchObject({ why: 'empty', battery: 2 });
    expect(offs(track().event('power_off'))[0]?.facts).toMatchObject({ why: 'unknown', hoursLeft: null });
  });

  it('is over when it is switched on, or heard of at all, however soon', () => {
    const told = track().event('power_off').event('power_on').inside().event('power_off').inside();
    expect(offs(told).map(({ ended }) => ended?.reason)).toEqual(['powered-on', 'reported']);
  });

  it('is not over because a broker misses it', () => {
    expect(offs(track().event('power_off').event('owntracks.lwt'))[0]?.ended).toBeNull();
  });

  it('is not over by what was made before and came after', () => {
    const { records } = track().inside().event('power_off').pause(hours(3));
    const engine = new EngineInMemory(world());
    engine.take(records.slice(1));
    engine.take(records.slice(0, 1));
    expect(engine.standing).toMatchObject([{ episode: `power.off:17:${NOON + 10_000}`, ended: null }]);
  });

  it('ends earlier when an earlier record comes late', () => {
    const { records } = track().event('power_off').inside().pause(minutes(5)).inside();
    const [off, first, last] = records as [Observation, Observation, Observation];
    const engine = new EngineInMemory(world());
    engine.take([off, last]);
    engine.take([first]);
    expect(engine.standing.find((one) => one.episode.startsWith('power.off'))?.ended?.at).toBe(NOON + 10_000);
  });

  it('stands where it was received when the clock is wrong', () => {
    const receivedAt = instant(NOON + 5_000);
    const change = { at: instant(0), receivedAt, clockOffset: (0 - receivedAt) as Millis };
    expect(offs(track().event('power_off', change))[0]?.startedAt).toBe(receivedAt);
  });
});
