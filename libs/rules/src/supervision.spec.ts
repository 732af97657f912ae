import { describe, expect, it } from '@jest/globals';
import { instant, seconds, type Instant } from '#libs/kernel';
import { NOON, roundZone, track, world } from '#libs/testkit';
import { advanceAll, newTrack } from './engine.js';
import { standing } from './supervision.js';
import type { Binding, DeviceOrder } from './world.js';

const at = (second: number): Instant => instant(NOON + second * 1_000);
const worn = (deviceId: string, from: number, to: number | null): Binding => ({
  deviceId,
  intervalSeconds: 5,
  from: at(from),
  to: to === null ? null : at(to),
});
const ordered = (id: string, from: number, to: number): DeviceOrder => ({
  id,
  from: at(from),
  to: at(to),
  approvedAt: at(from),
});

describe('the end of supervision', () => {
  it('ends an open strap with its wristband: the next wristband that is opened is another alert', () => {
    const swapped = world({ bindings: [worn('WB-17', -9_000, 15), worn('WB-18', 15, null)] });
    const episodes = track()
      .event('strap_open')
      .pause(seconds(10))
      .event('strap_open', { deviceId: 'WB-18' })
      .episodes(swapped);
    expect(episodes).toMatchObject([
      { deviceId: 'WB-17', ended: { at: at(15), reason: 'binding-ended' } },
      { deviceId: 'WB-18', startedAt: at(20), ended: null },
    ]);
  });

  it('does not end an excursion with a change of wristbands', () => {
    const swapped = world({ bindings: [worn('WB-17', -9_000, 25), worn('WB-18', 25, null)] });
    const [episode, ...others] = track().outside(120, 3).outside(120, 3, { deviceId: 'WB-18' }).episodes(swapped);
    expect(others).toEqual([]);
    expect(episode).toMatchObject({ count: 6, ended: null });
  });

  it('ends an excursion with the order: under a later order it is another alert', () => {
    const twice = world({ orders: [ordered('3', -9_000, 25), ordered('4', 600, 9_000)] });
    const episodes = track().outside(120, 3).pause(seconds(600)).outside(120, 3).episodes(twice);
    expect(episodes).toMatchObject([
      { ended: { at: at(25), reason: 'order-ended' }, versions: { order: '3' } },
      { ended: null, versions: { order: '4' } },
    ]);
  });

  it('counts nothing from before a gap', () => {
    const twice = world({ orders: [ordered('3', -9_000, 15), ordered('4', 600, 9_000)] });
    expect(track().outside(120, 1).pause(seconds(600)).outside(120, 1).episodes(twice)).toEqual([]);
  });

  it('goes on over an order that follows another', () => {
    const renewed = world({ orders: [ordered('3', -9_000, 25), ordered('4', 25, 9_000)] });
    expect(track().outside(120, 6).episodes(renewed)).toMatchObject([{ count: 6, ended: null }]);
  });

  it('ends what goes on when nothing is heard any more either', () => {
    const short = world({ orders: [ordered('3', -9_000, 60)] });
    const [episode] = track().outside(120, 3).episodes(short);
    if (episode === undefined) throw new Error('no episode');
    expect(standing(episode, short, at(59)).ended).toBeNull();
    expect(standing(episode, short, at(60)).ended).toEqual({ at: at(60), reason: 'order-ended' });
  });

  it('finds the same when a record from before the end comes after one from behind it', () => {
    const twice = world({ orders: [ordered('3', -9_000, 25), ordered('4', 600, 9_000)] });
    const { records } = track().outside(120, 3).pause(seconds(600)).outside(120, 3);
    const whole = advanceAll(newTrack(), records, twice);
    expect(advanceAll(newTrack(), records.toReversed(), twice)).toEqual(whole);
  });
});

describe('a move to another county', () => {
  it('is judged by the old county before, and by the new one after', () => {
    const [here, there] = [roundZone({ id: 'a', name: 'old' }), roundZone({ id: 'b', name: 'new' })];
    const small = { ...there, shape: { lat: 27.75, lon: 106.92, radius: 100 } };
    const moved = world({
      zones: [],
      homes: [
        { division: '520303', county: here, from: at(-9_000), to: at(100) },
        { division: '520302', county: small, from: at(100), to: null },
      ],
    });
    expect(track().inside(20).episodes(moved)).toMatchObject([{ startedAt: at(100), zone: { name: 'new' } }]);
  });
});
