import { describe, expect, it } from '@jest/globals';
import { arrange, neighbour } from './arrange.js';

describe('arrange', () => {
  it('takes the order of the queue while nobody is on a row', () => {
    expect(arrange(['1', '2'], ['3', '2'], false)).toEqual({ rows: ['3', '2'], waiting: [] });
  });

  it('moves nothing under the pointer, and counts what is new', () => {
    expect(arrange(['1', '2'], ['3', '2', '4'], true)).toEqual({ rows: ['1', '2'], waiting: ['3', '4'] });
  });
});

describe('neighbour', () => {
  it('moves one row and stops at the ends', () => {
    expect([neighbour(['1', '2'], '1', 1), neighbour(['1', '2'], '2', 1), neighbour(['1', '2'], '1', -1)]).toEqual([
      '2',
      '2',
      '1',
    ]);
  });

  it('begins at the top when nothing is chosen, or what was chosen has left', () => {
    expect([neighbour(['1', '2'], undefined, 1), neighbour(['1', '2'], '9', -1), neighbour([], '9', 1)]).toEqual([
      '1',
      '1',
      undefined,
    ]);
  });
});
