import { describe, expect, it } from '@jest/globals';
import { after, days, instant, type Instant } from '#libs/kernel';
import { NOON, world } from '#libs/testkit';
import { orderEnding } from './order-ending.rule.js';
import type { Episode } from './episode.js';
import type { AlertOnFile } from './on-file.js';

const inDays = (n: number): Instant => after(NOON, days(n));
const order = (id: string, from: number, to: number, approved = from) => ({
  id,
  from: inDays(from),
  to: inDays(to),
  approvedAt: inDays(approved),
});
const first = order('3', 0, 84);
const filed = (episode: Episode | undefined, change: Partial<AlertOnFile> = {}): AlertOnFile => {
  if (episode === undefined) throw new Error('nothing was found');
  const { kind, startedAt, lastAt, count, facts, deviceId, ended } = episode;
  return { kind, startedAt, lastAt, count, facts, deviceId, ended, resolvedAt: null, ...change };
};
const judged = (orders: (typeof first)[], at: number, onFile: AlertOnFile[] = []) =>
  orderEnding(world({ orders }), onFile, inDays(at));

describe('order.ending', () => {
  it('is told a fortnight before the end, and not before', () => {
    expect(judged([first], 69.9)).toEqual([]);
    expect(judged([first], 70.1)).toMatchObject([
      { superviseeId: '17', deviceId: 'WB-17', startedAt: inDays(70), ended: null, facts: { order: '3' } },
    ]);
  });

  it('is told of a short order in its last quarter', () => {
    const short = order('3', 0, 8);
    expect(judged([short], 5.9)).toEqual([]);
    expect(judged([short], 6.1)).toMatchObject([{ startedAt: inDays(6) }]);
  });

  it('is the same one however often and late somebody looks', () => {
    const [found] = judged([first], 80);
    expect(found?.startedAt).toBe(inDays(70));
    expect(judged([first], 80, [filed(found)])).toEqual([]);
  });

  it('is not told of an order that is renewed', () => {
    expect(judged([first, order('4', 84, 160, 60)], 80)).toEqual([]);
    expect(judged([first, order('4', 70, 160, 60)], 69)).toEqual([]);
  });

  it('is told where the next order leaves a gap', () => {
    expect(judged([first, order('4', 85, 160, 60)], 80)).toMatchObject([{ facts: { order: '3' } }]);
  });

  it('is told of the renewal when that is about to end itself', () => {
    expect(judged([first, order('4', 84, 168, 60)], 160)).toMatchObject([
      { facts: { order: '4' }, startedAt: inDays(154) },
    ]);
  });

  it('ends with the approval of the renewal', () => {
    const [found] = judged([first], 75);
    expect(judged([first, order('4', 84, 160, 78)], 78.1, [filed(found)])).toMatchObject([
      { startedAt: inDays(70), ended: { at: inDays(78), reason: 'renewed' } },
    ]);
  });

  it('is told once more when the renewal is taken back', () => {
    const [found] = judged([first], 75);
    const renewed = filed(found, { ended: { at: inDays(78), reason: 'renewed' } });
    expect(judged([first], 79, [renewed])).toMatchObject([{ startedAt: inDays(78), ended: null }]);
  });

  it('ends with the order, at its end or before', () => {
    const [found] = judged([first], 75);
    expect(judged([first], 90, [filed(found)])).toMatchObject([{ ended: { at: inDays(84), reason: 'order-ended' } }]);
    expect(judged([{ ...first, to: inDays(76) }], 77, [filed(found)])).toMatchObject([
      { ended: { at: inDays(76), reason: 'order-ended' } },
    ]);
  });

  it('goes by the policy in force, and does not begin anew when that changes', () => {
    const policies = [{ kind: 'order.ending', version: 1, division: '', from: instant(0), parameters: { days: 3 } }];
    const strict = world({ orders: [first], policies });
    expect(orderEnding(strict, [], inDays(80))).toEqual([]);
    expect(orderEnding(strict, [], inDays(82))).toMatchObject([{ startedAt: inDays(81), versions: { policy: 1 } }]);
    const [found] = judged([first], 80);
    expect(orderEnding(strict, [filed(found)], inDays(82))).toEqual([]);
  });
});
