import { describe, expect, it } from '@jest/globals';
import type { Command } from '#libs/protocol';
import { progressOf, waitsFor, withCommand } from './command-list.js';

const NOW = Date.parse('2026-11-23T14:10:00+08:00');
const command = (change: Partial<Command> = {}): Command => ({
  ...{ id: '9', deviceId: 'WB-0007', superviseeId: '7', division: '520303', cmd: 'locate', seconds: null, text: null },
  ...{ purpose: null, state: 'queued', requestedBy: { id: '1', name: '王' }, requestedAt: '2026-11-23T14:10:00+08:00' },
  ...{
    expiresAt: '2026-11-23T14:13:00+08:00',
    sentAt: null,
    endedAt: null,
    answeredAt: null,
    late: false,
    detail: null,
  },
  ...change,
});

describe('the list of commands', () => {
  it('has the newest first, also when numbers grow longer', () => {
    const list = [command({ id: '9' })];
    expect(withCommand(list, command({ id: '10' })).map(({ id }) => id)).toEqual(['10', '9']);
  });

  it('goes forward with what is told, and never back', () => {
    const done = command({ state: 'done', answeredAt: '2026-11-23T14:10:05+08:00' });
    const list = withCommand(withCommand([], command()), done);
    expect(withCommand(list, command({ state: 'sent' }))).toBe(list);
    expect(withCommand(list, command({ state: 'expired' }))).toBe(list);
    expect(list).toEqual([done]);
  });

  it('takes an answer that came too late', () => {
    const late = command({ state: 'expired', answeredAt: '2026-11-23T14:20:00+08:00', late: true });
    expect(withCommand([command({ state: 'expired' })], late)).toEqual([late]);
  });

  it('says how long an answer may still take, and that it did not come, without being told', () => {
    expect(progressOf(command({ state: 'sent' }), NOW)).toEqual({ state: 'sent', leftMs: 180_000 });
    expect(progressOf(command({ state: 'sent' }), NOW + 180_000)).toEqual({ state: 'expired', leftMs: undefined });
    expect(progressOf(command({ state: 'failed' }), NOW)).toEqual({ state: 'failed', leftMs: undefined });
  });

  it('offers no second command of a kind while the first is waited for', () => {
    const list = [command({ state: 'sent' })];
    expect([waitsFor(list, 'locate', NOW), waitsFor(list, 'vibrate', NOW)]).toEqual([true, false]);
    expect(waitsFor(list, 'locate', NOW + 180_000)).toBe(false);
  });
});
