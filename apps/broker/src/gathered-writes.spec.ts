import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { gatherWrites } from './gathered-writes.js';

describe('gathered writes', () => {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('go out together at the end of the turn, and the next turn has its own', async () => {
    const out: string[] = [];
    const stream = new Writable({
      decodeStrings: false,
      writev: (chunks, done) => {
        out.push(chunks.map(({ chunk }) => String(chunk)).join(''));
        done();
      },
    });
    gatherWrites(stream);
    const write = (text: string): void => {
      stream.cork();
      stream.write(text);
      process.nextTick(() => stream.uncork());
    };
    write('a');
    await Promise.resolve();
    write('b');
    await turn();
    expect(out).toEqual(['ab']);
    write('c');
    await turn();
    expect(out).toEqual(['ab', 'c']);
  });
});
