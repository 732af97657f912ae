import { describe, expect, it } from '@jest/globals';
import { unbroken } from './unbroken.js';

const at = (second: number) => ({ at: new Date(1_795_400_000_000 + second * 1_000).toISOString() });
const lengths = (...seconds: number[]) => unbroken(seconds.map(at)).map((stretch) => stretch.length);

describe('unbroken', () => {
  it('breaks the line where the middle of long evidence was left out', () => {
    expect(lengths(0, 5, 10, 200, 205, 210)).toEqual([3, 3]);
  });

  it('keeps one line over an uneven rhythm', () => {
    expect(lengths(0, 5, 14, 20, 38)).toEqual([5]);
  });

  it('has nothing to draw for nothing', () => {
    expect([lengths(), lengths(3)]).toEqual([[], [1]]);
  });
});
