import { describe, expect, it } from '@jest/globals';
import { instant, minutes } from '#libs/kernel';
import { NOON, roundZone, track, world } from '#libs/testkit';

/** Not to be entered: the round area of the stories. Metres "outside" in a story are metres outside of it. */
const forbidden = (change: Partial<ReturnType<typeof roundZone>> = {}) =>
  world({ zones: [], exclusions: [roundZone({ kind: 'exclusion', name: 'school', ...change })] });

describe('zone.entry', () => {
  it('is raised by one fix so deep inside that no error explains it', () => {
    expect(track().fixes(200, 1).fixes(-60, 1).episodes(forbidden())).toEqual([]);
    const [episode] = track().fixes(200, 1).fixes(-90, 1).episodes(forbidden());
    expect(episode).toMatchObject({ kind: 'zone.entry', startedAt: NOON + 10_000, count: 1, ended: null });
    expect(episode?.facts).toMatchObject({ zone: 'school', metres: 90, accuracy: 10, fixes: 1 });
    expect(Number(episode?.facts['probability'])).toBeGreaterThan(0.9995);
  });

  it('is raised by the second fix where both would have to be wrong, and begins with the first', () => {
    const [episode] = track().fixes(200, 1).fixes(-60, 2).episodes(forbidden());
    expect(episode).toMatchObject({ startedAt: NOON + 10_000, confirmedAt: NOON + 20_000, count: 2 });
  });

  it('takes two fixes of one cell for one witness, and believes them when they go on', () => {
    const cell = { source: 'cell', accuracy: 150 };
    expect(track().fixes(900, 1).fixes(-120, 30, cell).episodes(forbidden())).toEqual([]);
    const [episode] = track().fixes(900, 1).fixes(-120, 300, cell).episodes(forbidden());
    expect(episode).toMatchObject({ kind: 'zone.entry', startedAt: NOON + 10_000 });
    expect(episode?.confirmedAt).toBeGreaterThan(NOON + minutes(30));
  });

  it('is not raised at the border, nor by a fix that says nothing', () => {
    expect(track().fixes(5, 20).episodes(forbidden())).toEqual([]);
    expect(track().fixes(-300, 3, { accuracy: 201 }).episodes(forbidden())).toEqual([]);
    const wrong = track()
      .fixes(-300, 3, { clockOffset: minutes(9) })
      .episodes(forbidden());
    expect(wrong.map(({ kind }) => kind)).toEqual(['clock.wrong']);
  });

  it('counts the buffer as the area', () => {
    expect(
      track()
        .fixes(200, 1)
        .fixes(10, 1)
        .episodes(forbidden({ buffer: 100 })),
    ).toHaveLength(1);
  });

  it('judges somebody who begins inside', () => {
    expect(track().fixes(-300, 1).episodes(forbidden())).toHaveLength(1);
  });

  it('ends with the first of two fixes outside beyond their error', () => {
    const [episode] = track().fixes(-300, 2).fixes(5, 3).fixes(50, 2).episodes(forbidden());
    expect(episode?.ended).toEqual({ at: NOON + 50_000, reason: 'left' });
    const [still] = track().fixes(-300, 2).fixes(50, 1).fixes(-300, 1).fixes(50, 1).episodes(forbidden());
    expect(still?.ended).toBeNull();
  });

  it('is raised by the way between two fixes outside that leads through it', () => {
    // From the east side to the west side: two kilometres and a hundred metres.
    const way = track().fixes(50, 1).pause(minutes(2)).fixes(-2_050, 1).episodes(forbidden());
    expect(way).toMatchObject([
      { count: 1, ended: { at: NOON + 130_000, reason: 'passed' }, facts: { way: 'crossed' } },
    ]);
    expect(Number(way[0]?.facts['metres'])).toBeGreaterThan(900);
  });

  it('is not raised by a way that nobody could have gone, or that somebody could have gone round', () => {
    expect(track().fixes(50, 1).fixes(-2_050, 1).episodes(forbidden())).toEqual([]);
    expect(track().fixes(50, 1).pause(minutes(6)).fixes(-2_050, 1).episodes(forbidden())).toEqual([]);
  });

  it('judges by the area of the time: none before it was drawn, none after it was lifted', () => {
    const drawn = instant(NOON + 25_000);
    const [episode] = track()
      .fixes(-300, 5)
      .episodes(forbidden({ from: drawn }));
    expect(episode?.startedAt).toBe(NOON + 30_000);
    expect(
      track()
        .fixes(-300, 2)
        .episodes(forbidden({ to: instant(NOON) })),
    ).toEqual([]);
  });
});
