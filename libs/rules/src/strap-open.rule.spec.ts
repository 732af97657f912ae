import { describe, expect, it } from '@jest/globals';
import { instant, type Millis } from '#libs/kernel';
import { NOON, track } from '#libs/testkit';

describe('strap.open', () => {
  it('is raised at once', () => {
    const [episode] = track().inside().event('strap_open').episodes();
    expect(episode).toMatchObject({ kind: 'strap.open', startedAt: NOON + 10_000, ended: null, count: 1 });
    expect(episode?.records).toHaveLength(1);
  });

  it('ends when the strap is closed', () => {
    const [episode] = track().event('strap_open').event('strap_closed').episodes();
    expect(episode?.ended).toEqual({ at: NOON + 10_000, reason: 'closed' });
    expect(episode?.records.map((record) => record.kind)).toEqual(['strap_open', 'strap_closed']);
  });

  it('is one while it stays open, and another one after it was closed', () => {
    const episodes = track()
      .event('strap_open')
      .event('strap_open')
      .event('strap_closed')
      .event('strap_open')
      .episodes();
    expect(episodes.map((episode) => episode.count)).toEqual([2, 1]);
  });

  it('is raised at the time of receipt when the clock is wrong', () => {
    const receivedAt = instant(NOON + 5_000);
    const change = { at: instant(0), receivedAt, clockOffset: (0 - receivedAt) as Millis };
    const [episode] = track().event('strap_open', change).episodes();
    expect(episode?.startedAt).toBe(receivedAt);
  });
});
