import { describe, expect, it } from '@jest/globals';
import { instant, type Instant } from '#libs/kernel';
import { NOON, seen, world } from '#libs/testkit';
import { endOfSilence, expectedAt, releasedFromSilence, silence } from './device-silent.rule.js';

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

  it('ends when nobody has to report any more', () => {
    expect(releasedFromSilence(world({ orders: [] }), NOON)?.reason).toBe('order-ended');
    expect(releasedFromSilence(world({ bindings: [] }), NOON)?.reason).toBe('binding-ended');
    expect(releasedFromSilence(world(), NOON)).toBeUndefined();
  });
});
