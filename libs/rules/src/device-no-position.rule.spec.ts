import { describe, expect, it } from '@jest/globals';
import { hours, instant, minutes, type Millis } from '#libs/kernel';
import { EngineInMemory, NOON, roundZone, track, world, type TrackStory } from '#libs/testkit';
import type { Observation } from './observation.js';

const found = (told: TrackStory, of = world()) => told.episodes(of).filter((one) => one.kind === 'device.no_position');
const blind = (told: TrackStory, length: number, change: Partial<Observation> = {}) => told.blind(length, change);

describe('device.no_position', () => {
  it('is raised half an hour after the last fix, which it shows', () => {
    const [episode] = found(blind(track().inside(2), 30));
    expect(episode).toMatchObject({
      startedAt: NOON + 10_000,
      confirmedAt: NOON + 10_000 + minutes(30),
      ended: null,
      facts: { source: 'gnss', inside: 500, minutes: 30 },
    });
    expect(episode?.fixes).toMatchObject([{ because: 'last' }]);
  });

  it('waits longer after Wi-Fi, and far inside the area', () => {
    expect(found(blind(track().inside(1, { source: 'wifi' }), 40))).toEqual([]);
    const wide = world({ zones: [roundZone({ shape: { lat: 27.75, lon: 106.92, radius: 30_000 } })] });
    expect(found(blind(track().inside(), 70), wide)).toEqual([]);
    expect(found(blind(track().inside(), 95), wide)).toMatchObject([{ confirmedAt: NOON + minutes(90) }]);
  });

  it('is raised a quarter of an hour after it was first heard when there never was a fix', () => {
    expect(found(blind(track(), 20))).toMatchObject([{ facts: { source: null } }]);
  });

  it('takes a fix that is too poor for none', () => {
    const [{ lat, lon }] = track().inside().records as [Observation];
    expect(found(blind(track().inside(), 35, { kind: 'fix', lat, lon, accuracy: 900 }))).toHaveLength(1);
    expect(found(blind(track().inside(), 35, { kind: 'fix', lat, lon, accuracy: 400 }))).toEqual([]);
    const far = { kind: 'fix', lat, lon, source: 'cell' } as const;
    expect(found(blind(track().inside(), 35, far))).toHaveLength(1);
  });

  it('does not take one of a clock that is wrong for a position', () => {
    const told = blind(track().inside(), 35, { kind: 'fix', lat: 27.75, lon: 106.92, clockOffset: 9 as Millis });
    expect(found(told)).toHaveLength(1);
  });

  it('ends with a usable fix, and is another one after the next', () => {
    const told = blind(blind(track().inside(), 40).inside(), 40);
    expect(found(told).map(({ ended }) => ended?.reason)).toEqual(['positioned', undefined]);
  });

  it('is found by itself in event time, though the next record is long in coming', () => {
    const engine = new EngineInMemory(world());
    engine.take(blind(track().inside(), 29).records);
    engine.pass(instant(NOON + minutes(32)));
    expect(engine.standing.filter((one) => one.episode.startsWith('device.no_position'))).toHaveLength(1);
  });

  it('says nothing of a wristband that is silent, and begins anew when it is heard', () => {
    const engine = new EngineInMemory(world());
    engine.take(track().inside().records);
    engine.pass(instant(NOON + hours(3)));
    expect(engine.standing.filter((one) => one.episode.startsWith('device.no_position'))).toEqual([]);
    expect(found(blind(track().inside().pause(hours(3)), 10))).toEqual([]);
    expect(found(blind(track().inside().pause(hours(3)), 20))).toHaveLength(1);
  });

  it('is contradicted by a fix that comes late', () => {
    const { records } = blind(blind(track().inside(), 20).inside(), 20);
    const engine = new EngineInMemory(world());
    const late = records.filter((one, index) => index > 0 && one.kind === 'fix');
    engine.take(records.filter((one) => !late.includes(one)));
    expect(engine.open.map((one) => one.kind)).toContain('device.no_position');
    engine.take([...late, ...late]);
    expect(engine.standing.filter((one) => one.episode.startsWith('device.no_position'))).toEqual([]);
  });
});
