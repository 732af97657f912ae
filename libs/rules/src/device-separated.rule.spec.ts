import { describe, expect, it } from '@jest/globals';
import { days, hours, instant, minutes, type Millis } from '#libs/kernel';
import { EngineInMemory, NOON, track, world, type TrackStory } from '#libs/testkit';
import type { Observation } from './observation.js';

const found = (told: TrackStory, of = world()) => told.episodes(of).filter((one) => one.kind === 'device.separated');
/** Reporting every ten minutes for so many hours. */
function lying(told: TrackStory, length: number, change: Partial<Observation> = {}): TrackStory {
  for (let left = length * 6; left > 0; left--) told.inside(1, change).pause(minutes(10));
  return told;
}
/** Heard for a few minutes, so long after the last time. */
const checkIn = (told: TrackStory, after: Millis) => told.pause(after).inside(12);

describe('device.separated', () => {
  it('is raised when it was off the body for ten minutes, though nothing more is heard', () => {
    const engine = new EngineInMemory(world());
    engine.take(track().inside().event('off_body').records);
    engine.pass(instant(NOON + minutes(9)));
    expect(engine.standing).toEqual([]);
    engine.pass(instant(NOON + minutes(11)));
    expect(engine.standing).toMatchObject([{ episode: `device.separated:17:${NOON + 10_000}`, ended: null }]);
  });

  it('is not raised by a flap, and is over when it is worn again', () => {
    expect(found(track().event('off_body').event('on_body').pause(hours(1)).inside())).toEqual([]);
    expect(found(track().event('nofix', { worn: false }).inside(1, { worn: true }).pause(hours(1)).inside())).toEqual(
      [],
    );
    const told = track().event('off_body').pause(hours(1)).inside().event('on_body');
    expect(found(told)).toMatchObject([{ facts: { why: 'off_body' }, ended: { reason: 'worn' } }]);
  });

  it('begins with the first word, however often it is said', () => {
    const told = track().event('nofix', { worn: false }).pause(minutes(6)).event('off_body').pause(minutes(6)).inside();
    expect(found(told)).toMatchObject([{ startedAt: NOON, confirmedAt: NOON + minutes(10) }]);
  });

  it('is raised by the word of a clock that is wrong, from its receipt on', () => {
    const receivedAt = instant(NOON + 5_000);
    const change = { at: instant(0), receivedAt, clockOffset: (0 - receivedAt) as Millis };
    const told = track().event('off_body', change).pause(minutes(20)).inside();
    expect(found(told)).toMatchObject([{ startedAt: receivedAt }]);
  });

  it('is raised by a day without a sign of wear or motion, and is over by either', () => {
    expect(found(lying(track(), 23))).toEqual([]);
    expect(found(lying(track(), 25))).toMatchObject([{ startedAt: NOON, facts: { why: 'still' } }]);
    expect(found(lying(track(), 25).event('heart_rate'))[0]?.ended?.reason).toBe('worn');
    expect(found(lying(track(), 25).outside(50))[0]?.ended?.reason).toBe('worn');
  });

  it('is not raised for who wears it, goes about, or was not heard in between', () => {
    expect(found(lying(track(), 40, { worn: true }))).toEqual([]);
    expect(found(lying(lying(track(), 20).outside(120), 20))).toEqual([]);
    expect(found(lying(lying(track(), 13).pause(hours(2)), 13))).toEqual([]);
  });

  it('is raised by two wristbands of one person apart, and is over when they are together', () => {
    const bindings = ['WB-17', 'WB-18'].map((deviceId) => ({ deviceId, intervalSeconds: 5, from: NOON, to: null }));
    const both = world({ bindings });
    const told = track();
    for (let turn = 0; turn < 3; turn++) told.inside().outside(2_000, 1, { deviceId: 'WB-18' });
    expect(found(told, both)).toMatchObject([{ facts: { why: 'apart', metres: 2_500 }, ended: null }]);
    expect(found(told.inside(1, { deviceId: 'WB-18' }), both)[0]?.ended?.reason).toBe('together');
  });

  it('is not raised by one outlier of the other', () => {
    const told = track().inside().inside(1, { deviceId: 'WB-18' }).inside().outside(2_000, 1, { deviceId: 'WB-18' });
    expect(found(told.inside(1, { deviceId: 'WB-18' }).inside())).toEqual([]);
  });

  it('is raised by check-ins at the same odd minute, and is over when it is heard for longer', () => {
    const told = track().inside(12);
    for (let day = 0; day < 5; day++) checkIn(told, (days(1) - minutes(2)) as Millis);
    expect(found(told)).toMatchObject([{ startedAt: NOON, facts: { why: 'check_ins', times: 5, clock: '12:00' } }]);
    expect(found(lying(told, 1))[0]?.ended?.reason).toBe('reported');
  });

  it('is not raised by check-ins at any time of the day', () => {
    const told = track().inside(12);
    for (const length of [20, 27, 22, 26, 21, 25, 23]) checkIn(told, hours(length));
    expect(found(told)).toEqual([]);
  });

  it('is contradicted by the word that comes late', () => {
    const { records } = track().event('off_body').event('on_body').pause(hours(1)).inside();
    const engine = new EngineInMemory(world());
    engine.take(records.filter((one) => one.kind !== 'on_body'));
    expect(engine.open.map((one) => one.kind)).toContain('device.separated');
    engine.take(records.filter((one) => one.kind === 'on_body'));
    expect(engine.standing.filter((one) => one.episode.startsWith('device.separated'))).toEqual([]);
  });

  it('does not go on with the next wristband', () => {
    const change = { deviceId: 'WB-18' };
    const at = instant(NOON + minutes(5));
    const of = world({
      bindings: [
        { deviceId: 'WB-17', intervalSeconds: 5, from: instant(0), to: at },
        { deviceId: 'WB-18', intervalSeconds: 5, from: at, to: null },
      ],
    });
    expect(
      found(track().event('off_body').pause(minutes(6)).inside(1, change).pause(hours(1)).inside(1, change), of),
    ).toEqual([]);
  });
});
