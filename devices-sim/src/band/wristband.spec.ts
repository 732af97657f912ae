import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '#libs/kernel';
import { Wristband, type BacklogOrder, type Batch } from './wristband.js';

const now = instant(1_000_000);
const later = (ms: number) => instant(now + ms);
const band = (records: number, order: BacklogOrder = 'oldest', capacity = 50_000): Wristband => {
  const made = new Wristband({ boot: 7, nextSeq: 1 }, order, () => 0.4, capacity);
  for (let index = 0; index < records; index++) made.add({ t: index, k: 'nofix' });
  return made;
};
const all = (of: Wristband, at = now): Batch[] => {
  const batches: Batch[] = [];
  for (let batch = of.take(at); batch; batch = of.take(at)) batches.push(batch);
  return batches;
};
const seqs = (batches: readonly Batch[]): number[] => batches.flatMap((batch) => batch.seqs);
const upTo = (n: number, from = 1): number[] => Array.from({ length: n - from + 1 }, (_, index) => from + index);

describe('a wristband’s memory', () => {
  it('keeps every record until the platform says that it is stored', () => {
    const one = band(10);
    all(one);
    expect(one.unacknowledged).toBe(10);
    one.ack(6, 7, now);
    expect([one.unacknowledged, one.acknowledged]).toEqual([4, 6]);
  });

  it('makes batches far below the limits of the wire', () => {
    for (const { payload, seqs } of all(band(5_000))) {
      expect(seqs.length).toBeLessThanOrEqual(256);
      expect(Buffer.byteLength(payload)).toBeLessThan(40 * 1_024);
      expect(JSON.parse(payload)).toMatchObject({ boot: 7, rec: seqs.map((seq) => ({ seq })) });
    }
  });

  it('sends again what the connection did not carry', () => {
    const one = band(3);
    const [batch] = all(one);
    if (batch) one.failed(batch);
    one.add({ t: 9, k: 'nofix' });
    expect(seqs(all(one))).toEqual([1, 2, 3, 4]);
  });

  it('sends what is asked for again, and says what it no longer has', () => {
    const one = band(10);
    all(one);
    one.ack(4, 7, now);
    expect(
      one.resend(
        [
          [3, 6],
          [9, 9],
        ],
        7,
      ),
    ).toBe('{"boot":7,"gone":[[3,4]]}');
    expect(seqs(all(one))).toEqual([5, 6, 9]);
    expect(one.resend([[5, 6]], 7)).toBeUndefined();
  });

  it('does not promise records that it has not made yet', () => {
    const one = band(3);
    all(one);
    expect(one.resend([[2, 1e15]], 7)).toBeUndefined();
    expect(seqs(all(one))).toEqual([2, 3]);
  });

  it('has lost everything with its memory, and says so when it is asked', () => {
    const one = band(10);
    one.restart(true);
    expect(one.add({ t: 0, k: 'power_on' })).toBe(1);
    one.ack(10, 7, now);
    expect(one.unacknowledged).toBe(1);
    expect(one.resend([[4, 8]], 7)).toBe('{"boot":7,"gone":[[4,8]]}');
    expect(all(one).map(({ payload }) => payload)).toEqual(['{"boot":8,"rec":[{"seq":1,"t":0,"k":"power_on"}]}']);
  });

  it('does not take an ack of its former life for its own', () => {
    const one = band(10);
    one.restart(true);
    for (let index = 0; index < 20; index++) one.add({ t: index, k: 'nofix' });
    one.ack(10, 7, now);
    expect(one.unacknowledged).toBe(20);
    one.ack(10, 8, now);
    expect(one.unacknowledged).toBe(10);
  });

  it('counts on over a start that kept the memory', () => {
    const one = band(3);
    one.restart(false);
    expect(one.add({ t: 0, k: 'power_on' })).toBe(4);
    one.ack(2, 7, now);
    expect(one.unacknowledged).toBe(2);
  });

  it('forgets the oldest when it is full', () => {
    const one = band(12, 'oldest', 10);
    expect(seqs(all(one))).toEqual(upTo(12, 3));
    expect(one.resend([[1, 5]], 7)).toBe('{"boot":7,"gone":[[1,2]]}');
  });

  it('asks by itself when a tail was never acknowledged, with growing patience', () => {
    const one = band(3);
    all(one);
    expect(all(one, later(59_000))).toEqual([]);
    expect(seqs(all(one, later(60_000)))).toEqual([1, 2, 3]);
    expect(all(one, later(150_000))).toEqual([]);
    expect(seqs(all(one, later(180_000)))).toEqual([1, 2, 3]);
    one.ack(3, 7, later(181_000));
    expect(all(one, later(10_000_000))).toEqual([]);
  });

  it('believes no ack for records it has not made', () => {
    const one = band(3);
    one.ack(4, 7, now);
    one.ack(3, 9, now);
    expect(one.unacknowledged).toBe(3);
  });

  it('can send a backlog newest first, or shuffled', () => {
    expect(seqs(all(band(5, 'newest')))).toEqual([5, 4, 3, 2, 1]);
    const shuffled = seqs(all(band(50, 'shuffled')));
    expect(shuffled).not.toEqual(upTo(50));
    expect([...shuffled].sort((a, b) => a - b)).toEqual(upTo(50));
  });

  it('gets everything stored over any link that loses, repeats and forgets, as long as it works now and then', () => {
    const act = fc.oneof(
      fc.constant('add' as const),
      fc.constant('lost' as const),
      fc.constant('carried' as const),
      fc.constant('swallowed' as const),
      fc.constant('restart' as const),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const [one, stored] = [band(1), new Set<number>()];
        const carry = (batch: Batch | undefined): void => batch?.seqs.forEach((seq) => stored.add(seq));
        for (const [index, what] of acts.entries()) {
          const batch = what === 'add' || what === 'restart' ? undefined : one.take(later(index));
          if (what === 'add') one.add({ t: index, k: 'nofix' });
          if (what === 'restart') one.restart(false);
          if (what === 'carried') carry(batch);
          // Swallowed: the broker had it and lost it. Nobody tells the band.
          if (what === 'lost' && batch) one.failed(batch);
        }
        for (let round = 1; round < 20 && one.unacknowledged > 0; round++) {
          const at = later(round * 3_600_000);
          all(one, at).forEach(carry);
          let ack = 0;
          while (stored.has(ack + 1)) ack++;
          one.ack(ack, 7 + acts.filter((what) => what === 'restart').length, at);
        }
        expect([one.unacknowledged, [...stored].sort((a, b) => a - b)]).toEqual([0, upTo(one.newest)]);
      }),
    );
  });
});
