import { describe, expect, it } from '@jest/globals';
import { after, hours, instant, type Instant } from '#libs/kernel';
import { NOON, world } from '#libs/testkit';
import { orderUncovered, type KnownDevice } from './order-uncovered.rule.js';
import type { Episode } from './episode.js';
import type { AlertOnFile } from './on-file.js';

const inHours = (n: number): Instant => after(NOON, hours(n));
const orders = [{ id: '3', from: NOON, to: inHours(2_000), approvedAt: NOON }];
const binding = (from: number, to: number | null = null, deviceId = 'WB-17') => ({
  deviceId,
  intervalSeconds: 60,
  from: inHours(from),
  to: to === null ? null : inHours(to),
});
const device = (change: Partial<KnownDevice> = {}): KnownDevice => ({
  deviceId: 'WB-17',
  retiredAt: null,
  wornByOther: false,
  lastReceivedAt: null,
  ...change,
});
const filed = (episode: Episode | undefined, change: Partial<AlertOnFile> = {}): AlertOnFile => {
  if (episode === undefined) throw new Error('nothing was found');
  const { kind, startedAt, lastAt, count, facts, deviceId, ended } = episode;
  return { kind, startedAt, lastAt, count, facts, deviceId, ended, resolvedAt: null, ...change };
};
type Bindings = ReturnType<typeof binding>[];
const judged = (bindings: Bindings, known: KnownDevice | null, at: number, onFile: AlertOnFile[] = []) =>
  orderUncovered(world({ orders, bindings }), known, onFile, inHours(at));

describe('order.uncovered', () => {
  it('finds an order without a wristband, an hour after it began', () => {
    expect(judged([], null, 0.9)).toEqual([]);
    expect(judged([], null, 1.1)).toMatchObject([
      { startedAt: NOON, confirmedAt: inHours(1), deviceId: '', facts: { how: 'unbound', order: '3' } },
    ]);
  });

  it('says nothing without an order in force, or before its approval', () => {
    expect(orderUncovered(world({ orders: [], bindings: [] }), null, [], inHours(9))).toEqual([]);
    const late = [{ ...orders[0], id: '3', from: NOON, to: inHours(99), approvedAt: inHours(50) }];
    expect(orderUncovered(world({ orders: late, bindings: [] }), null, [], inHours(50.5))).toEqual([]);
    expect(orderUncovered(world({ orders: late, bindings: [] }), null, [], inHours(52))).toHaveLength(1);
  });

  it('counts from when the wristband was taken off', () => {
    const off = device({ lastReceivedAt: inHours(49) });
    expect(judged([binding(0, 50)], off, 50.5)).toEqual([]);
    expect(judged([binding(0, 50)], off, 52)).toMatchObject([{ startedAt: inHours(50), facts: { how: 'unbound' } }]);
  });

  it('says that the wristband is somebody else’s now, and not what it does there', () => {
    const given = device({ wornByOther: true, lastReceivedAt: inHours(51) });
    expect(judged([binding(0, 50)], given, 52)).toMatchObject([{ facts: { how: 'given', lastReceivedAt: null } }]);
  });

  it('finds a wristband that was put out of service, bound or not', () => {
    const retired = device({ retiredAt: inHours(50), lastReceivedAt: inHours(50) });
    expect(judged([binding(0)], retired, 52)).toMatchObject([{ startedAt: inHours(50), facts: { how: 'retired' } }]);
    expect(judged([binding(0, 51)], retired, 53)).toMatchObject([{ facts: { how: 'retired' } }]);
  });

  it('finds one that has not reported since it was bound, though it did for somebody else before', () => {
    const before = device({ lastReceivedAt: inHours(9) });
    expect(judged([binding(10)], before, 10.9)).toEqual([]);
    expect(judged([binding(10)], before, 11.1)).toMatchObject([
      { startedAt: inHours(10), deviceId: 'WB-17', facts: { how: 'never' } },
    ]);
  });

  it('finds one that reports no more for a day', () => {
    const heard = device({ lastReceivedAt: inHours(20) });
    expect(judged([binding(0)], heard, 43.9)).toEqual([]);
    expect(judged([binding(0)], heard, 44.1)).toMatchObject([{ startedAt: inHours(20), facts: { how: 'silent' } }]);
  });

  it('is one alert while the lack lasts, whatever it is by then', () => {
    const [found] = judged([], null, 2);
    expect(judged([], null, 3, [filed(found)])).toEqual([]);
    const [then] = judged([binding(3)], device(), 3.1, [filed(found)]);
    expect(then).toMatchObject({
      startedAt: NOON,
      count: 2,
      facts: { how: 'never', since: '2026-03-02T12:00:00.000+08:00' },
    });
    expect(judged([binding(3)], device(), 9, [filed(then)])).toEqual([]);
  });

  it('ends when the wristband is bound and reports, not before', () => {
    const [found] = judged([], null, 2);
    const heard = device({ lastReceivedAt: inHours(4) });
    expect(judged([binding(3)], heard, 4.1, [filed(found)])).toMatchObject([
      { startedAt: NOON, ended: { at: inHours(4), reason: 'covered' }, facts: { how: 'unbound' } },
    ]);
    expect(judged([binding(3)], heard, 4.1)).toEqual([]);
  });

  it('ends with the order, and goes on over one that follows', () => {
    const [found] = judged([], null, 2);
    expect(judged([], null, 2_001, [filed(found)])).toMatchObject([
      { ended: { at: inHours(2_000), reason: 'order-ended' } },
    ]);
    const next = { id: '4', from: inHours(2_000), to: inHours(3_000), approvedAt: inHours(1_900) };
    const renewed = world({ orders: [...orders, next], bindings: [] });
    expect(orderUncovered(renewed, null, [filed(found)], inHours(2_001))).toEqual([]);
  });

  it('is told anew a day after somebody closed it and nothing changed', () => {
    const [found] = judged([], null, 2);
    const closed = filed(found, { resolvedAt: inHours(5) });
    expect(judged([], null, 28.9, [closed])).toEqual([]);
    const anew = judged([], null, 29.1, [closed]);
    expect(anew).toMatchObject([
      { startedAt: NOON, ended: { at: inHours(5), reason: 'raised-anew' } },
      { startedAt: inHours(5), ended: null, facts: { since: '2026-03-02T12:00:00.000+08:00' } },
    ]);
    expect(judged([], null, 30, [filed(anew[1])])).toEqual([]);
  });

  it('goes by the policy', () => {
    const parameters = { unboundSeconds: 0 };
    const policies = [{ kind: 'order.uncovered', version: 2, division: '', from: instant(0), parameters }];
    expect(orderUncovered(world({ orders, bindings: [], policies }), null, [], inHours(0))).toMatchObject([
      { versions: { policy: 2, order: '3' } },
    ]);
  });
});
