import { describe, expect, it } from '@jest/globals';
import { distribution } from './distribution.js';

describe('the distribution of an office', () => {
  it('counts people by steps of points, with the empty steps between', () => {
    const lines = ['750', '774.99', '700', '-10', null].map((closing) => ({ closing }));
    const found = distribution(lines, 25);
    expect(found.filter(({ people }) => people > 0)).toEqual([
      { from: -25, people: 1 },
      { from: 700, people: 1 },
      { from: 750, people: 2 },
    ]);
    expect(found).toHaveLength(32);
  });

  it('is empty where nobody has a score', () => {
    expect(distribution([{ closing: null }])).toEqual([]);
  });
});
