import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SeqRange } from '../band/wire.js';
import { Herd, type HerdMessage, type HerdSettings } from './herd.js';

const SETTINGS: HerdSettings = {
  devices: 3,
  boot: 7,
  interval: 1_000,
  batch: 10,
  usual: 1,
  scattered: false,
  holes: 0,
  gone: 0,
  capacity: 1_000,
  patience: 60_000,
};
const NOW = 1_767_225_600_000;

/** What a herd said of itself, and a platform that remembers what it was sent. */
function herd(settings: Partial<HerdSettings> = {}) {
  const sent = new Map<string, number>();
  const unacknowledged: string[] = [];
  const made = new Herd(
    { ...SETTINGS, ...settings },
    {
      record: (device, boot, seq, at) => void sent.set(`${device} ${boot} ${seq}`, at),
      unacknowledged: (device, boot, [from, to]) => void unacknowledged.push(`${device} ${boot} ${from}-${to}`),
    },
  );
  const all = (device: number): HerdMessage[] => {
    const messages: HerdMessage[] = [];
    for (let next = made.take(device, NOW); next !== undefined; next = made.take(device, NOW)) messages.push(next);
    return messages;
  };
  const seqs = (device: number): number[] => all(device).flatMap((message) => message.seqs);
  return { herd: made, sent, unacknowledged, all, seqs };
}
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

describe('a herd', () => {
  it('numbers its records by wristband, at the times when they were made', () => {
    const { herd: one, sent, seqs } = herd();
    for (const second of [0, 1, 2]) one.observe(1, NOW + second * 1_000);
    expect(seqs(1)).toEqual([1, 2, 3]);
    expect([...sent]).toEqual([
      ['1 7 1', NOW],
      ['1 7 2', NOW + 1_000],
      ['1 7 3', NOW + 2_000],
    ]);
    expect([one.hasMore(1), one.unacknowledged(1)]).toEqual([false, 3]);
  });

  it('forgets what is acknowledged, and has it no more when it is asked', () => {
    const { herd: one, all } = herd();
    one.observe(0, NOW, 8);
    all(0);
    one.ack(0, 5, 7, NOW);
    expect(one.unacknowledged(0)).toBe(3);
    one.resend(0, [[4, 7]], 7);
    expect(all(0)).toEqual([
      { boot: 7, seqs: [], gone: '{"boot":7,"gone":[[4,5]]}' },
      { boot: 7, seqs: [6, 7] },
    ]);
  });

  it('does not listen to acknowledgements of another life, nor of what it never sent', () => {
    const { herd: one, all } = herd();
    one.observe(0, NOW, 8);
    all(0);
    one.ack(0, 5, 6, NOW);
    one.ack(0, 9, 7, NOW);
    expect([one.unacknowledged(0), one.tally.wrongAcks]).toEqual([8, 1]);
  });

  it('begins again with 1 after a loss of memory, and says what went with it', () => {
    const { herd: one, unacknowledged, all, seqs } = herd();
    one.observe(2, NOW, 40);
    all(2);
    one.ack(2, 30, 7, NOW);
    expect(one.lose(2)).toBe(true);
    one.observe(2, NOW + 40_000);
    expect(unacknowledged).toEqual(['2 7 31-40']);
    one.resend(2, [[31, 33]], 7);
    expect(all(2)).toEqual([
      { boot: 7, seqs: [], gone: '{"boot":7,"gone":[[31,33]]}' },
      { boot: 8, seqs: [1] },
    ]);
    expect(one.at(2, 1)).toBe(NOW + 40_000);
    expect(seqs(2)).toEqual([]);
  });

  it('sends everything again when nobody has acknowledged it for too long, and then waits longer', () => {
    const { herd: one, seqs } = herd();
    one.observe(0, NOW, 4);
    seqs(0);
    one.ack(0, 1, 7, NOW);
    const tries = [59_999, 60_000, 179_999, 180_000].map((later) => [one.loseCourage(0, NOW + later), seqs(0)]);
    expect(tries).toEqual([
      [false, []],
      [true, [2, 3, 4]],
      [false, []],
      [true, [2, 3, 4]],
    ]);
  });

  it('has no room for more than its capacity: the oldest are gone', () => {
    const { herd: one, all, seqs } = herd({ capacity: 5 });
    one.observe(0, NOW, 3);
    expect(seqs(0)).toEqual([1, 2, 3]);
    one.observe(0, NOW + 9_000, 9);
    expect(seqs(0)).toEqual([8, 9, 10, 11, 12]);
    one.resend(0, [[1, 9]], 7);
    expect(all(0)).toEqual([
      { boot: 7, seqs: [], gone: '{"boot":7,"gone":[[1,7]]}' },
      { boot: 7, seqs: [8, 9] },
    ]);
  });

  it('sends what it is asked for after a backlog that is on its way: it may be in it', () => {
    const { herd: one, sent, seqs } = herd({ scattered: true, batch: 5 });
    one.observe(0, NOW, 20);
    one.take(0, NOW);
    one.resend(0, [[1, 20]], 7);
    expect(one.take(0, NOW)?.seqs.length).toBe(5);
    expect([sent.size, one.tally.resent]).toEqual([10, 0]);
    expect([seqs(0).length, sent.size, one.tally.resent]).toEqual([30, 20, 20]);
  });

  it('tells as sent what is acknowledged before it was ever sent: the platform has lost it', () => {
    const { herd: one, sent, seqs } = herd({ scattered: true, batch: 5 });
    one.observe(0, NOW, 20);
    const first = one.take(0, NOW);
    one.ack(0, Math.max(...(first?.seqs ?? [])), 7, NOW);
    const later = seqs(0);
    expect(later.length).toBeLessThan(15);
    expect(sent.size).toBe(20);
  });

  const faults = fc.record({
    count: fc.integer({ min: 1, max: 120 }),
    batch: fc.integer({ min: 1, max: 20 }),
    scattered: fc.boolean(),
    holes: fc.constantFrom(0, 0.1, 0.5),
    gone: fc.constantFrom(0, 0.5, 1),
    lossy: fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }),
  });

  it('comes to be known in full, whatever is lost on the way, by resend and gone alone', () => {
    fc.assert(
      fc.property(faults, ({ count, lossy, ...settings }) => {
        const { herd: one, sent, all } = herd(settings);
        const stored = new Set<number>();
        const gone = new Set<number>();
        let turn = 0;
        const hear = (isLossy: boolean): void => {
          for (const message of all(0)) {
            if (isLossy && lossy[turn++ % lossy.length] === true) continue;
            message.seqs.forEach((seq) => stored.add(seq));
            for (const [from, to] of goneIn(message)) for (let seq = from; seq <= to; seq++) gone.add(seq);
          }
        };
        one.observe(0, NOW, count);
        hear(true);
        const newest = Math.max(0, ...stored);
        const missing = upTo(newest).filter((seq) => !stored.has(seq));
        one.resend(
          0,
          missing.map((seq): SeqRange => [seq, seq]),
          7,
        );
        hear(false);
        expect(upTo(newest).filter((seq) => !stored.has(seq) && !gone.has(seq))).toEqual([]);
        expect([...gone].filter((seq) => stored.has(seq) || sent.has(`0 7 ${seq}`))).toEqual([]);
        one.ack(0, newest, 7, NOW);
        expect(one.tally.wrongAcks).toBe(0);
        expect([...stored].filter((seq) => !sent.has(`0 7 ${seq}`))).toEqual([]);
      }),
    );
  });

  it('sends each record of a backlog once, in order or out of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        (count, batch, scattered) => {
          const { herd: one, seqs } = herd({ scattered, batch });
          one.observe(0, NOW, count);
          const order = seqs(0);
          expect([...order].sort((a, b) => a - b)).toEqual(upTo(count));
          if (!scattered) expect(order).toEqual(upTo(count));
        },
      ),
    );
  });
});

const goneIn = ({ gone }: HerdMessage): readonly SeqRange[] =>
  gone === undefined ? [] : (JSON.parse(gone) as { gone: SeqRange[] }).gone;
