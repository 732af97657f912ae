import { describe, expect, it } from '@jest/globals';
import type { AlertDetail } from '#libs/protocol';
import { timelineOf } from './timeline.js';

const at = (second: number): string => new Date(Date.parse('2026-11-23T06:00:00Z') + second * 1_000).toISOString();
const alert = (change: object): AlertDetail =>
  ({
    occurredAt: at(20),
    endedAt: null,
    acts: [],
    evidence: { fixes: [], records: [] },
    ...change,
  }) as unknown as AlertDetail;

describe('timelineOf', () => {
  it('goes from the first evidence to now while it lasts', () => {
    const fixes = [
      { at: at(0), used: false },
      { at: at(40), used: true },
    ];
    const line = timelineOf(alert({ evidence: { fixes, records: [] } }), Date.parse(at(100)));
    expect([line.episode, line.marks.map(({ is, place }) => [is, place])]).toEqual([
      [0.2, 1],
      [
        ['ignored', 0],
        ['used', 0.4],
      ],
    ]);
  });

  it('reaches to what was done after it ended', () => {
    const acts = [{ at: at(120), act: 'resolve' }];
    expect(timelineOf(alert({ endedAt: at(70), acts }), Date.parse(at(500))).episode).toEqual([0, 0.5]);
  });

  it('has a length even when everything happened at once', () => {
    expect(timelineOf(alert({ endedAt: at(20) }), Date.parse(at(500))).episode).toEqual([0, 0]);
  });
});
