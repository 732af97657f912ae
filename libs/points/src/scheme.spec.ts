import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { differencesOf } from './diff-schemes.js';
import { lineOf, linesOf } from './json-lines.js';
import { parseScheme } from './parse-scheme.js';
import { readPoints, writePoints } from './points.js';
import { scheme } from './scheme.js';
import { shippedSchemes } from './shipped-schemes.js';
import { thousandPoints } from './thousand-points.js';

const faultsOf = (text: string) => {
  const read = parseScheme(text);
  return read.ok ? [] : read.reason;
};
const written = JSON.stringify(thousandPoints, undefined, 2);
const lineWith = (text: string, part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1;

describe('a scheme', () => {
  it.each(shippedSchemes)('$code is one', (document) => {
    expect(faultsOf(JSON.stringify(document))).toEqual([]);
  });

  it.each([
    ['"points": "10"', '"points": "10.001"', '/items/2/points', 'a decimal number with at most two places, as text'],
    ['"part": "conduct"', '"part": "merit"', '/items/9/part', 'no such part'],
    ['"code": "warned"', '"code": "admonished"', '/items/8/code', 'there is one of this code already'],
    ['"from": "750"', '"from": "801"', '/bands/1/from', 'highest band first'],
    ['"start": "750"', '"start": "1001"', '/account/start', 'between floor and ceiling'],
  ])('says on which line %s became wrong', (right, wrong, pointer, detail) => {
    const text = written.replace(right, wrong);
    expect(faultsOf(text)).toContainEqual({ pointer, line: lineWith(written, right), detail });
  });

  it('says where it stops being JSON', () => {
    expect(faultsOf(written.replace('"name": "风险评估",', '"name": "风险评估"'))[0]?.line).toBe(
      lineWith(written, '"name": "风险评估"') + 1,
    );
  });

  it('has no penalty among what a band brings, and prompts a case only with a fact that the law names', () => {
    const bands = [{ code: 'low', name: 'x', colour: '#000000', from: null, effects: ['warning'] }];
    expect(scheme.safeParse({ ...thousandPoints, bands }).success).toBe(false);
    const prompts = [{ opens: 'warning', under: '600', with: [] }];
    expect(scheme.safeParse({ ...thousandPoints, prompts }).success).toBe(false);
  });

  it('differs from another by what differs, wherever it stands', () => {
    const items = [...thousandPoints.items]
      .reverse()
      .map((item) => (item.code === 'warned' ? { ...item, points: '80' } : item));
    expect(differencesOf(thousandPoints, { ...thousandPoints, items })).toEqual([
      { pointer: '/items/warned/points', before: '60', after: '80' },
    ]);
  });
});

describe('where things stand in a text', () => {
  it('is found for every value, however it is laid out', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(4), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), undefined, indent);
        const lines = linesOf(text);
        expect(lines.get('')).toBe(1);
        expect(Math.max(...lines.values())).toBeLessThanOrEqual(text.split('\n').length);
      }),
    );
  });

  it('is that of what is around it, for what is missing', () => {
    expect(lineOf(linesOf('{\n "a": {\n  "b": [1,\n 2]}}'), '/a/b/1')).toBe(4);
    expect(lineOf(linesOf('{\n "a": {}}'), '/a/b/c')).toBe(2);
  });
});

describe('points', () => {
  it('are read and written to the hundredth, 64 bits wide', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n - 1n), 2n ** 63n - 1n), (hundredths) => {
        expect(readPoints(writePoints(hundredths))).toBe(hundredths);
      }),
    );
    expect(['1e3', '1.234', '', '.5', '92233720368547758.08'].map(readPoints)).toEqual(Array(5).fill(undefined));
  });
});
