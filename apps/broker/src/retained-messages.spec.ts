import { describe, expect, it } from '@jest/globals';
import { RetainedMessages } from './retained-messages.js';

describe('retained messages', () => {
  async function topicsUnder(kept: readonly string[], ...filters: string[]): Promise<string[]> {
    const retained = new RetainedMessages();
    for (const topic of kept) await retained.persistence.storeRetained({ topic, payload: Buffer.from('x') });
    const found: string[] = [];
    for await (const packet of retained.persistence.createRetainedStreamCombi(filters)) {
      found.push((packet as { topic: string }).topic);
    }
    return found;
  }

  it.each([
    ['a/b', ['a/b']],
    ['a/+', ['a/b', 'a/']],
    ['+/b', ['a/b']],
    ['a/#', ['a', 'a/b', 'a/', 'a/b/c']],
    ['#', ['a', 'a/b', 'a/', 'a/b/c', 'a.b']],
    ['+', ['a', 'a.b']],
    ['a/+/c', ['a/b/c']],
    ['a/b/c/#', ['a/b/c']],
    ['$x/#', ['$x/y']],
    ['+/y', []],
  ])('are found under %s', async (filter, expected) => {
    expect(await topicsUnder(['a', 'a/b', 'a/', 'a/b/c', 'a.b', '$x/y'], filter)).toEqual(expected);
  });

  it('are found under each of several filters', async () => {
    expect(await topicsUnder(['a/b', 'c'], 'c', 'a/+')).toEqual(['c', 'a/b']);
  });

  it('are the last of their topic, and none after an empty one', async () => {
    const retained = new RetainedMessages();
    const say = (text: string): Promise<void> =>
      retained.persistence.storeRetained({ topic: 'a', payload: Buffer.from(text) });
    await say('first');
    await say('second');
    const [packet] = (await retained.persistence.createRetainedStream('a').toArray()) as { payload: Buffer }[];
    expect([packet?.payload.toString(), retained.size]).toEqual(['second', 1]);
    await say('');
    expect(retained.size).toBe(0);
  });

  it('do not hold on to what was read together with them', async () => {
    const retained = new RetainedMessages();
    const chunk = Buffer.alloc(65_536);
    await retained.persistence.storeRetained({ topic: 'a', payload: chunk.subarray(0, 4) });
    chunk.fill(1);
    const [packet] = (await retained.persistence.createRetainedStream('a').toArray()) as { payload: Buffer }[];
    expect(packet?.payload).toEqual(Buffer.alloc(4));
  });
});
