import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BatchLanes } from './batch-lanes.js';

describe('BatchLanes', () => {
  it('never writes two batches at the same time that have a key in common, and keeps the order of a key', async () => {
    const keys = fc.array(fc.constantFrom('WB-1', 'WB-2', 'WB-3', 'WB-4', 'WB-5'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 1, max: 4 }), async (pushed, count) => {
        const written: { key: string; place: number }[] = [];
        const writing = new Set<string>();
        const lanes = new BatchLanes<{ key: string; place: number }>(count, { waitMs: 0, weight: 4 }, async (items) => {
          const own = new Set(items.map(({ key }) => key));
          for (const key of own) expect(writing).not.toContain(key);
          for (const key of own) writing.add(key);
          await new Promise((resolve) => setImmediate(resolve));
          for (const key of own) writing.delete(key);
          written.push(...items);
        });
        pushed.forEach((key, place) => lanes.push(key, { key, place }, 1));
        await lanes.drain();
        for (const key of new Set(pushed)) {
          const places = written.filter((item) => item.key === key).map(({ place }) => place);
          expect(places).toEqual([...pushed.keys()].filter((place) => pushed[place] === key));
        }
      }),
    );
  });

  it('writes batches of different keys at the same time', async () => {
    let most = 0;
    let now = 0;
    const lanes = new BatchLanes<string>(2, { waitMs: 0, weight: 1 }, async () => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
    });
    for (let device = 0; device < 50; device++) lanes.push(`WB-${device}`, '', 1);
    await lanes.drain();
    expect(most).toBe(2);
  });
});
