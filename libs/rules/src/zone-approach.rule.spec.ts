import { describe, expect, it } from '@jest/globals';
import { instant, minutes } from '#libs/kernel';
import { NOON, roundZone, track, world } from '#libs/testkit';
import type { Episode, World, ZoneVersion } from '#libs/rules';

/** Nobody must enter the circle of the stories; how far outside its border is told in metres. */
const forbidden = (change: Partial<ZoneVersion> = {}): World =>
  world({ zones: [], exclusions: [roundZone({ kind: 'exclusion', name: 'school', ...change })] });
const approaches = (told: ReturnType<typeof track>, of: World = forbidden()): readonly Episode[] =>
  told.episodes(of).filter(({ kind }) => kind === 'zone.approach');

describe('zone.approach', () => {
  it('is raised by the first fix that is near and nearer than a few minutes ago', () => {
    const [episode] = approaches(track().fixes(900, 1).fixes(500, 1).fixes(250, 1).fixes(120, 1));
    expect(episode).toMatchObject({ startedAt: NOON + 20_000, count: 2, ended: null });
    expect(episode?.facts).toMatchObject({ zone: 'school', metres: 120, accuracy: 10, closer: 650 });
  });

  it('is not raised by who is near and stays, or goes away, or does not come so near', () => {
    expect(approaches(track().fixes(250, 20))).toEqual([]);
    expect(approaches(track().fixes(50, 1).fixes(150, 1).fixes(290, 1))).toEqual([]);
    expect(approaches(track().fixes(900, 1).fixes(500, 1).fixes(310, 1))).toEqual([]);
  });

  it('is told once, until one has been away', () => {
    const round = () => track().fixes(900, 1).fixes(200, 1).fixes(-90, 2).fixes(250, 2).fixes(100, 2);
    expect(approaches(round())).toMatchObject([{ ended: { reason: 'entered' } }]);
    expect(approaches(round().fixes(340, 3).fixes(100, 2))).toHaveLength(1);
    expect(approaches(round().fixes(400, 2).fixes(100, 2))).toHaveLength(2);
  });

  it('is not raised by what may be the error', () => {
    const poor = { accuracy: 60 };
    expect(approaches(track().fixes(300, 3, poor).fixes(190, 3, poor))).toEqual([]);
    expect(approaches(track().fixes(900, 1).fixes(200, 3, { accuracy: 201 }))).toEqual([]);
    expect(
      approaches(
        track()
          .fixes(900, 1)
          .fixes(200, 3, { clockOffset: minutes(9) }),
      ),
    ).toEqual([]);
  });

  it('does not lay fixes beside each other that are too far apart in time', () => {
    expect(approaches(track().fixes(900, 1).pause(minutes(11)).fixes(250, 2))).toEqual([]);
  });

  it('counts the buffer as the area', () => {
    expect(approaches(track().fixes(900, 1).fixes(390, 1))).toEqual([]);
    expect(approaches(track().fixes(900, 1).fixes(390, 1), forbidden({ buffer: 100 }))).toHaveLength(1);
  });

  it('ends with the first of enough fixes that are far again', () => {
    const [episode] = approaches(track().fixes(900, 1).fixes(250, 1).fixes(600, 2));
    expect(episode?.ended).toEqual({ at: NOON + 20_000, reason: 'turned-away' });
    const [still] = approaches(track().fixes(900, 1).fixes(250, 1).fixes(600, 1).fixes(200, 1).fixes(600, 1));
    expect(still?.ended).toBeNull();
  });

  it('ends where the area is entered, which is another alert', () => {
    const told = track().fixes(900, 1).fixes(250, 1).fixes(-100, 1).episodes(forbidden());
    expect(told.map(({ kind, ended }) => [kind, ended?.reason])).toEqual(
      expect.arrayContaining([
        ['zone.entry', undefined],
        ['zone.approach', 'entered'],
      ]),
    );
  });

  it('ends when the area is lifted', () => {
    const lifted = forbidden({ to: instant(NOON + 15_000) });
    const [episode] = approaches(track().fixes(900, 1).fixes(250, 1).fixes(200, 3), lifted);
    expect(episode?.ended).toEqual({ at: NOON + 20_000, reason: 'turned-away' });
  });
});
