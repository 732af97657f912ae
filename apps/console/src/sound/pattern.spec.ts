import { describe, expect, it } from '@jest/globals';
import type { AlertSummary } from '#libs/protocol';
import { worstCalling } from './pattern.js';

const alert = (change: Partial<AlertSummary>): AlertSummary =>
  ({ state: 'open', severity: 'serious', ackedAt: null, owner: null, ...change }) as AlertSummary;

describe('worstCalling', () => {
  it('is the worst that nobody has taken', () => {
    expect(worstCalling([alert({ severity: 'warning' }), alert({ severity: 'critical' }), alert({})])).toBe('critical');
  });

  it('is quiet once somebody has acknowledged or claimed', () => {
    const acked = alert({ severity: 'critical', ackedAt: '2026-11-23T14:02:10+08:00' });
    const claimed = alert({ severity: 'critical', state: 'claimed', owner: { id: '3', name: '李某' } });
    expect(worstCalling([acked, claimed])).toBeUndefined();
  });

  it('still calls for an alert that ended by itself before anybody heard it', () => {
    expect(worstCalling([alert({ state: 'ended', severity: 'critical' })])).toBe('critical');
  });

  it('makes no sound for information, nor for what is resolved', () => {
    expect(worstCalling([alert({ severity: 'information' }), alert({ state: 'resolved' })])).toBeUndefined();
  });
});
