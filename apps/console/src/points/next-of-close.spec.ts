import { describe, expect, it } from '@jest/globals';
import type { Account, PointsClose } from '#libs/protocol';
import { nextOfClose } from './next-of-close.js';

const who = (id: string, role: Account['role']) => ({ id, role }) as Account;
const close = (state: PointsClose['state']) => ({ state, begunBy: { id: '1', name: '' } }) as PointsClose;

describe('the next step of a month close', () => {
  it.each([
    ['begun', who('1', 'officer'), undefined],
    ['computed', who('1', 'officer'), 'published'],
    ['computed', who('4', 'prosecutor'), undefined],
    ['published', who('2', 'officer'), undefined],
    ['published', who('1', 'county'), undefined],
    ['published', who('2', 'county'), 'final'],
    ['final', who('2', 'head'), undefined],
  ] as const)('when it is %s', (state, account, step) => {
    expect(nextOfClose(close(state), account)).toBe(step);
  });
});
