import { describe, expect, it } from '@jest/globals';
import { openAnswer, sealAnswer } from './sealed-answer.js';

describe('a sealed answer', () => {
  it.each([{ id: 'ZT-1', secret: 's' }, [1, 2], 'text', null])(
    'is opened with the key that sealed it: %j',
    (answer) => {
      expect(openAnswer('key-1', sealAnswer('key-1', answer))).toEqual(answer);
    },
  );

  it('is not opened with another key, and not after it was changed', () => {
    const sealed = sealAnswer('key-1', { secret: 's' });
    expect(() => openAnswer('key-2', sealed)).toThrow();
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(() => openAnswer('key-1', sealed)).toThrow();
  });

  it('looks different each time', () => {
    expect(sealAnswer('key', 'x').equals(sealAnswer('key', 'x'))).toBe(false);
  });
});
