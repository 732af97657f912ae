import { describe, expect, it } from '@jest/globals';
import { instant, isoInShanghai } from '#libs/kernel';
import { latestOrderEnd } from './device-order.js';

const endOf = (from: string): string => isoInShanghai(latestOrderEnd(instant(Date.parse(from))));

describe('latestOrderEnd', () => {
  it.each([
    ['2026-11-23T09:30:00+08:00', '2027-02-23T09:30:00.000+08:00'],
    ['2026-11-30T00:00:00+08:00', '2027-02-28T00:00:00.000+08:00'],
    ['2027-11-30T00:00:00+08:00', '2028-02-29T00:00:00.000+08:00'],
    ['2026-03-01T00:00:00+08:00', '2026-06-01T00:00:00.000+08:00'],
    ['2026-05-31T23:59:59+08:00', '2026-08-31T23:59:59.000+08:00'],
  ])('lets an order of %s last until %s', (from, to) => {
    expect(endOf(from)).toBe(to);
  });
});
