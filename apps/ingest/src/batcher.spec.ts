import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { until } from '#libs/testkit';
import { Batcher } from './batcher.js';

/** Batches are written when the spec says so. */
class Desk {
  readonly batches: number[][] = [];
  readonly #done: (() => void)[] = [];

  readonly write = (items: number[]): Promise<void> => {
    this.batches.push(items);
    return new Promise((resolve) => this.#done.push(resolve));
  };
  finish(): boolean {
    const done = this.#done.shift();
    done?.();
    return done !== undefined;
  }
}

describe('Batcher', () => {
  it('waits for others, but not for long', async () => {
    const desk = new Desk();
    const batcher = new Batcher({ waitMs: 5, weight: 100 }, desk.write);
    batcher.push(1, 1);
    batcher.push(2, 1);
    expect(desk.batches).toEqual([]);
    await until('a batch', () => desk.batches.length === 1);
    expect(desk.batches).toEqual([[1, 2]]);
  });

  it('does not wait when a batch is full', () => {
    const desk = new Desk();
    const batcher = new Batcher({ waitMs: 1e6, weight: 10 }, desk.write);
    for (const item of [1, 2, 3]) batcher.push(item, 4);
    expect(desk.batches).toEqual([[1, 2, 3]]);
  });

  it('writes one batch at a time, and what came meanwhile in the next', async () => {
    const desk = new Desk();
    const batcher = new Batcher({ waitMs: 0, weight: 2 }, desk.write);
    for (let item = 1; item <= 5; item++) batcher.push(item, 1);
    expect(desk.batches).toEqual([[1, 2]]);
    desk.finish();
    await until('the second', () => desk.batches.length === 2);
    expect(desk.batches[1]).toEqual([3, 4]);
    desk.finish();
    await until('the rest', () => desk.batches.length === 3);
    expect(desk.batches[2]).toEqual([5]);
  });

  it('is drained when everything is written', async () => {
    const desk = new Desk();
    const batcher = new Batcher({ waitMs: 1e6, weight: 100 }, desk.write);
    batcher.push(1, 1);
    let isDrained = false;
    const drained = batcher.drain().then(() => (isDrained = true));
    expect(desk.batches).toEqual([[1]]);
    expect(isDrained).toBe(false);
    desk.finish();
    await drained;
  });

  it('hands on every item once, in order, whatever they weigh', async () => {
    const items = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(items, async (weights) => {
        const batches: number[][] = [];
        const write = async (batch: number[]): Promise<void> => void batches.push(batch);
        const batcher = new Batcher({ waitMs: 0, weight: 20 }, write);
        weights.forEach((weight, index) => batcher.push(index, weight));
        await batcher.drain();
        expect(batches.flat()).toEqual(weights.map((_, index) => index));
        expect(batches.every((batch) => batch.length > 0)).toBe(true);
      }),
    );
  });
});
