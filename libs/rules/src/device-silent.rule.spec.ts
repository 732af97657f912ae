import { describe, expect, it } from '@jest/globals';
import { instant, type Instant, type Millis } from '#libs/kernel';
import { NOON, seen, world } from '#libs/testkit';
import {
  endOfSilence,
  expectedAt,
  explainsSilence,
  nextTurn,
  releasedFromSilence,
  silence,
} from './device-silent.rule.js';

const later = (ms: number): Instant => instant(NOON + ms);
const order = { id: '3', from: later(-1e6), to: later(1e9), approvedAt: later(-1e6) };

describe('device.silent', () => {
  it('waits for five intervals, and never less than the floor', () => {
    expect(expectedAt(world(), NOON, NOON)?.deadline).toBe(later(25_000));
    const slow = world({ bindings: [{ deviceId: 'WB-17', intervalSeconds: 60, from: instant(0), to: null }] });
    expect(expectedAt(slow, NOON, NOON)?.deadline).toBe(later(300_000));
  });

  it('counts from the beginning of the order for a wristband that never reported', () => {
    expect(expectedAt(world({ orders: [order] }), null, NOON)?.since).toBe(later(-1e6));
  });

  it('counts from the approval when that came after the beginning', () => {
    const approved = { ...order, approvedAt: later(-5_000) };
    expect(expectedAt(world({ orders: [approved] }), null, NOON)?.since).toBe(later(-5_000));
  });

  it('counts from the binding for a wristband that reported for somebody else before', () => {
    const bindings = [{ deviceId: 'WB-17', intervalSeconds: 5, from: later(-1_000), to: null }];
    expect(expectedAt(world({ bindings }), later(-500_000), NOON)?.since).toBe(later(-1_000));
  });

  it('goes on over an order that follows another', () => {
    const next = { id: '4', from: later(-1_000), to: later(1e9), approvedAt: later(-2_000) };
    const orders = [{ ...order, to: later(-1_000) }, next];
    expect(expectedAt(world({ orders }), null, NOON)?.since).toBe(later(-1e6));
  });

  it('expects nothing without an order in force or without a wristband', () => {
    expect(expectedAt(world({ orders: [] }), NOON, NOON)).toBeUndefined();
    expect(expectedAt(world({ bindings: [] }), NOON, NOON)).toBeUndefined();
    expect(expectedAt(world({ orders: [{ ...order, to: NOON }] }), NOON, NOON)).toBeUndefined();
  });

  it('says when it was last heard of and how long it may be silent', () => {
    const expected = expectedAt(world(), NOON, later(30_000));
    if (expected === undefined) throw new Error('nothing is expected');
    const episode = silence(world(), expected, { lastReceivedAt: NOON, battery: 37.6 }, later(30_000));
    expect(episode.startedAt).toBe(NOON);
    expect(episode.facts).toEqual({
      lastReceivedAt: '2026-03-02T12:00:00.000+08:00',
      limitSeconds: 25,
      intervalSeconds: 5,
      battery: 38,
    });
  });

  it('ends with the first record received after it, live or from memory', () => {
    const live = seen(later(60_000), 9);
    const old = seen(later(5_000), 8, { receivedAt: later(90_000) });
    expect(endOfSilence(NOON, [old, live])).toEqual({ at: later(60_000), reason: 'reported' });
    expect(endOfSilence(NOON, [old])).toEqual({ at: later(90_000), reason: 'backlog' });
    expect(endOfSilence(NOON, [seen(NOON, 7)])).toBeUndefined();
  });

  it('does not end with a last will: that is the broker, which misses the device too', () => {
    expect(endOfSilence(NOON, [seen(later(60_000), 9, { kind: 'owntracks.lwt' })])).toBeUndefined();
  });

  it('is explained by records of that time that came after it had ended, and by no others', () => {
    const until = later(300_000);
    const kept = seen(later(120_000), 8, { receivedAt: later(310_000) });
    expect(explainsSilence(NOON, until, [kept])).toBe(true);
    expect(explainsSilence(NOON, until, [seen(later(299_000), 9, { receivedAt: until })])).toBe(false);
    expect(explainsSilence(NOON, later(100_000), [kept])).toBe(false);
    expect(explainsSilence(NOON, until, [{ ...kept, clockOffset: -9e5 as Millis }])).toBe(false);
  });

  it('ends when nobody has to report any more, at the time when that was', () => {
    const silent = { since: NOON, deviceId: 'WB-17' };
    const bound = (to: Instant | null) => [{ deviceId: 'WB-17', intervalSeconds: 5, from: instant(0), to }];
    const ended = { ...order, to: later(9_000) };
    expect(releasedFromSilence(world({ orders: [ended] }), silent, later(10_000))).toEqual({
      at: later(9_000),
      reason: 'order-ended',
    });
    expect(releasedFromSilence(world({ orders: [ended] }), silent, later(8_999))).toBeUndefined();
    expect(releasedFromSilence(world({ bindings: bound(later(5_000)) }), silent, later(10_000))).toEqual({
      at: later(5_000),
      reason: 'binding-ended',
    });
    expect(releasedFromSilence(world(), silent, NOON)).toBeUndefined();
  });

  it('ends with the wristband it is of, though another one is worn', () => {
    const bindings = [
      { deviceId: 'WB-17', intervalSeconds: 5, from: instant(0), to: later(5_000) },
      { deviceId: 'WB-18', intervalSeconds: 5, from: later(5_000), to: null },
    ];
    const end = releasedFromSilence(world({ bindings }), { since: NOON, deviceId: 'WB-17' }, later(9_000));
    expect(end).toEqual({ at: later(5_000), reason: 'binding-ended' });
    expect(expectedAt(world({ bindings }), NOON, later(9_000))).toMatchObject({
      deviceId: 'WB-18',
      since: later(5_000),
    });
  });

  it('is looked at again when a binding or an order begins or ends', () => {
    const bindings = [{ deviceId: 'WB-17', intervalSeconds: 5, from: later(7_000), to: later(90_000) }];
    expect(nextTurn(world({ bindings, orders: [order] }), NOON)).toBe(later(7_000));
    expect(nextTurn(world({ bindings, orders: [order] }), later(7_000))).toBe(later(90_000));
    expect(nextTurn(world({ bindings, orders: [order] }), later(90_000))).toBe(order.to);
    expect(nextTurn(world({ bindings, orders: [order] }), order.to)).toBeUndefined();
  });
});
