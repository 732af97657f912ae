import { describe, expect, it } from '@jest/globals';
import { hours, instant, seconds, type Millis } from '#libs/kernel';
import type { Observation } from '#libs/rules';
import { NOON, track, type TrackStory } from '#libs/testkit';

const TEN_YEARS = 3_650 * 86_400_000;

/** A record received at a minute of the story, of which the device said another time. */
const off = (minute: number, offset: number): Partial<Observation> => {
  const receivedAt = instant(NOON + minute * 60_000);
  return { at: instant(receivedAt + offset), receivedAt, clockOffset: offset as Millis };
};
const clocks = (story: TrackStory) => story.episodes().filter(({ kind }) => kind === 'clock.wrong');

describe('clock.wrong', () => {
  it.each([
    ['ten years ahead', TEN_YEARS],
    ['in 1970', 0 - NOON],
    ['three hours behind', 0 - hours(3)],
  ])('is raised with the offset when the clock is %s', (_, offset) => {
    const [episode] = clocks(track().inside().event('nofix', off(1, offset)));
    expect(episode).toMatchObject({ startedAt: NOON + 60_000, ended: null, count: 1 });
    expect(episode?.facts).toMatchObject({ offsetSeconds: offset / 1_000 });
  });

  it('is one while it lasts, says the newest offset, and ends when records come again when they are made', () => {
    const story = track()
      .event('nofix', off(1, 0 - hours(3)))
      .event('nofix', off(2, 0 - hours(3) - 5_000));
    const [going] = clocks(story);
    expect(going).toMatchObject({ count: 2, facts: { offsetSeconds: -10_805 }, ended: null });
    const [over] = clocks(story.pause(hours(1)).inside(5));
    expect(over?.ended).toEqual({ at: NOON + hours(1) + 20_000, reason: 'corrected' });
  });

  it('is one alert when the clock comes and goes', () => {
    const story = track();
    for (let turn = 0; turn < 10; turn += 1) story.event('nofix', off(turn, TEN_YEARS)).inside(4).pause(seconds(10));
    expect(clocks(story)).toMatchObject([{ count: 10, ended: null }]);
  });

  it('does not end with a backlog: that says nothing of the clock as it is now', () => {
    const late = { receivedAt: instant(NOON + hours(9)) };
    const [episode] = clocks(track().event('nofix', off(1, TEN_YEARS)).pause(hours(1)).inside(9, late));
    expect(episode?.ended).toBeNull();
  });

  it('makes nobody be elsewhere: its fixes are ignored', () => {
    const story = track().inside(3).pause(hours(1)).outside(5_000, 5, off(70, TEN_YEARS));
    expect(story.episodes().map(({ kind }) => kind)).toEqual(['clock.wrong']);
  });
});
