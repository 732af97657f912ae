import { describe, expect, it } from '@jest/globals';
import type { AlertSummary } from '#libs/protocol';
import { incidentSizes, oneForAll } from './order.js';

const one = (id: string, incidentId: string | null, owner: string | null = null): AlertSummary =>
  ({
    id,
    incidentId,
    state: owner === null ? 'open' : 'claimed',
    owner: owner && { id: owner, name: owner },
  }) as AlertSummary;

describe('an incident in the queue', () => {
  const alerts = [one('1', '7'), one('2', null), one('3', '7'), one('4', '7', 'wu'), one('5', '8'), one('6', '7')];

  it('is one row, with those that somebody has taken on beside it', () => {
    expect(oneForAll(alerts).map(({ id }) => id)).toEqual(['1', '2', '4', '5']);
  });

  it('says how many it stands for', () => {
    expect([...incidentSizes(alerts)]).toEqual([
      ['7', 3],
      ['8', 1],
    ]);
  });
});
