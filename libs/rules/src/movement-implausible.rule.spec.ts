import { describe, expect, it } from '@jest/globals';
import { hours, minutes, seconds, type Millis } from '#libs/kernel';
import { EngineInMemory, NOON, track, world, type TrackStory } from '#libs/testkit';

const found = (told: TrackStory) => told.episodes().filter((one) => one.kind === 'movement.implausible');
const AWAY = 20_000;
const frozen = (told: TrackStory, fixes: number, each: Millis, change: (index: number) => object): TrackStory => {
  for (let index = 0; index < fixes; index++) told.inside(1, change(index)).pause(each);
  return told;
};

describe('movement.implausible', () => {
  it('is not raised by one outlier and back', () => {
    expect(found(track().inside(5).outside(AWAY).inside(50))).toEqual([]);
  });

  it('is raised by outliers again and again, and ends when they stop', () => {
    const told = track().inside(3).outside(AWAY).inside(2).outside(AWAY).inside(70);
    expect(found(told)).toMatchObject([{ startedAt: NOON + 20_000, count: 4, facts: { why: 'jump', times: 4 } }]);
    expect(found(told)[0]?.ended?.reason).toBe('plausible');
  });

  it('is raised by one jump to where it then stays', () => {
    const [episode] = found(track().inside(3).outside(AWAY, 6));
    expect(episode).toMatchObject({ count: 1, facts: { why: 'jump', metres: 20_500 } });
    expect(episode?.fixes.map((fix) => fix.because)).toEqual(['before', 'jump']);
  });

  it('believes a train, an aeroplane that was silent, and fixes that know how poor they are', () => {
    const train = track();
    for (let metres = 0; metres < 60_000; metres += 950) train.outside(metres);
    expect(found(train)).toEqual([]);
    expect(found(track().inside(3).pause(hours(2)).outside(80_000, 9))).toEqual([]);
    const poor = { accuracy: 90, source: 'wifi' };
    const wavering = track();
    for (let turn = 0; turn < 20; turn++) wavering.inside(1, poor).outside(600, 1, poor);
    expect(found(wavering)).toEqual([]);
  });

  it('does not look at cells, nor at what is less exact than it may be', () => {
    const cells = track();
    for (let turn = 0; turn < 9; turn++) cells.inside().outside(AWAY, 1, { source: 'cell', accuracy: 50 });
    expect(found(cells)).toEqual([]);
    const poor = track();
    for (let turn = 0; turn < 9; turn++) poor.inside().outside(AWAY, 1, { accuracy: 150 });
    expect(found(poor)).toEqual([]);
  });

  it('does not look at records whose clock is wrong', () => {
    const told = track();
    for (let turn = 0; turn < 9; turn++) told.inside().outside(AWAY, 1, { clockOffset: 1 as Millis });
    expect(found(told)).toEqual([]);
  });

  it('is raised by coordinates that stand still while the receiver moves, and ends when they move', () => {
    const told = frozen(track(), 40, seconds(20), () => ({ speed: 9 }));
    expect(found(told)).toMatchObject([{ startedAt: NOON, facts: { why: 'frozen' }, ended: null }]);
    expect(found(told.outside(0))[0]?.ended?.reason).toBe('plausible');
  });

  it('is raised by coordinates that stand still for long under other satellites', () => {
    const sky = (index: number) => ({ speed: 0, satellites: 7 + (index % 5) });
    expect(found(frozen(track(), 50, minutes(1), sky))).toEqual([]);
    expect(found(frozen(track(), 70, minutes(1), sky))).toHaveLength(1);
  });

  it('leaves alone who sits still, and Wi-Fi, which always says the same', () => {
    expect(found(frozen(track(), 90, minutes(1), () => ({ speed: 0, satellites: 9 })))).toEqual([]);
    const wifi = (index: number) => ({ source: 'wifi', speed: 9, satellites: index % 9 });
    expect(found(frozen(track(), 90, minutes(1), wifi))).toEqual([]);
  });

  it('is found by the outlier that comes late', () => {
    const { records } = track().inside(3).outside(AWAY).inside(2).outside(AWAY).inside(2);
    const engine = new EngineInMemory(world());
    engine.take(records.filter((_, index) => index !== 3));
    expect(engine.open.map((one) => one.kind)).not.toContain('movement.implausible');
    engine.take([...records.slice(3, 4), ...records.slice(3, 4)]);
    expect(engine.open.map((one) => one.kind)).toContain('movement.implausible');
  });
});
