import { describe, expect, it } from '@jest/globals';
import type { AlertSummary, ConsoleEvent } from '#libs/protocol';
import { emptyBoard, withAlerts, withEvents, withSnapshot } from './board.js';
import { byUrgency, isOverdue, matches } from './order.js';

const NOW = Date.parse('2026-11-23T14:10:00+08:00');
const alert = (change: Partial<AlertSummary> = {}): AlertSummary => ({
  id: '1',
  kind: 'zone.exit',
  state: 'open',
  severity: 'serious',
  superviseeId: '7',
  superviseeName: '张某',
  division: '520303',
  deviceId: 'WB-0007',
  occurredAt: '2026-11-23T14:02:10+08:00',
  detectedAt: '2026-11-23T14:02:40+08:00',
  lastEvidenceAt: '2026-11-23T14:02:40+08:00',
  endedAt: null,
  endReason: null,
  late: false,
  count: 1,
  owner: null,
  claimedAt: null,
  ackedAt: null,
  due: '2026-11-23T14:17:40+08:00',
  escalation: 0,
  resolution: null,
  resolvedAt: null,
  facts: {},
  incidentId: null,
  version: 1,
  ...change,
});
const resolved = (version: number): AlertSummary =>
  alert({ state: 'resolved', version, resolvedAt: '2026-11-23T14:09:00+08:00' });
const stateOf = (board: ReturnType<typeof withAlerts>, id: string) => board.alerts.get(id)?.state;

describe('a board', () => {
  it('is not turned back by an older version of an alert', () => {
    const claimed = withAlerts(emptyBoard, [alert({ version: 2, state: 'claimed' })], NOW);
    expect(withAlerts(claimed, [alert({ version: 1 })], NOW)).toBe(claimed);
  });

  it('takes an event told twice once', () => {
    const event: ConsoleEvent = { cursor: '5', type: 'alert.opened', at: '2026-11-23T14:02:40+08:00', data: alert() };
    const once = withEvents(emptyBoard, [event], NOW);
    expect(withEvents(once, [event], NOW)).toBe(once);
  });

  it('keeps a resolved alert resolved when a snapshot asked for earlier still has it open', () => {
    const board = withAlerts(withAlerts(emptyBoard, [alert()], NOW), [resolved(3)], NOW);
    expect(stateOf(withSnapshot(board, [alert({ version: 2 })], 0, NOW), '1')).toBe('resolved');
  });

  it('drops what a snapshot no longer has', () => {
    const board = withAlerts(emptyBoard, [alert()], NOW);
    expect(stateOf(withSnapshot(board, [], board.changes, NOW), '1')).toBeUndefined();
  });

  it('keeps what was opened after the snapshot was asked for', () => {
    const asked = withAlerts(emptyBoard, [alert()], NOW);
    const board = withAlerts(asked, [alert({ id: '2' })], NOW);
    const joined = withSnapshot(board, [], asked.changes, NOW);
    expect([stateOf(joined, '1'), stateOf(joined, '2')]).toEqual([undefined, 'open']);
  });

  it('knows since when nothing is open', () => {
    const board = withAlerts(withAlerts(emptyBoard, [alert()], NOW), [resolved(2)], NOW);
    expect(board.calmSince).toBe(Date.parse('2026-11-23T14:09:00+08:00'));
    expect(withAlerts(board, [alert({ id: '2' })], NOW).calmSince).toBeUndefined();
  });
});

describe('byUrgency', () => {
  it('puts the unclaimed first, then the worst, then the oldest', () => {
    const queue = [
      alert({ id: 'claimed', state: 'claimed', severity: 'critical' }),
      alert({ id: 'younger', occurredAt: '2026-11-23T14:05:00+08:00' }),
      alert({ id: 'older' }),
      alert({ id: 'critical', severity: 'critical', occurredAt: '2026-11-23T14:06:00+08:00' }),
    ];
    expect(byUrgency(queue).map(({ id }) => id)).toEqual(['critical', 'older', 'younger', 'claimed']);
  });
});

describe('the filters', () => {
  const mine = alert({ state: 'claimed', owner: { id: '3', name: '李某' } });
  it('leave out what is resolved, whoever had it', () => {
    expect(matches({ ...mine, state: 'resolved' }, 'mine', '3')).toBe(false);
  });
  it('tell mine from others', () => {
    expect([matches(mine, 'mine', '3'), matches(mine, 'mine', '4'), matches(mine, 'all', '4')]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('isOverdue', () => {
  it('is past its time with nobody on it', () => {
    const late = Date.parse('2026-11-23T14:20:00+08:00');
    expect([
      isOverdue(alert(), late),
      isOverdue(alert(), NOW),
      isOverdue(alert({ owner: { id: '3', name: '李某' } }), late),
    ]).toEqual([true, false, false]);
  });
});
