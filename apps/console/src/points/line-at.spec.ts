import { describe, expect, it } from '@jest/globals';
import { lineAt } from './line-at.js';

describe('a line of a text', () => {
  const text = '{\n  "a": 1\n}';
  it.each([
    [1, '{'],
    [2, '  "a": 1'],
    [3, '}'],
    [9, ''],
  ])('%d is found', (line, words) => {
    const { start, end } = lineAt(text, line);
    expect(text.slice(start, end)).toBe(words);
  });
});
