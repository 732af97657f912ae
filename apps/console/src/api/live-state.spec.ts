import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ConsoleEvent } from '#libs/protocol';
import { cursorMemory, isAfter } from './cursor.js';
import { advanceLive, startOfLive, unseen, type LiveInput, type LiveState } from './live-state.js';

const degraded = (cursor: number, at = '2026-11-23T14:00:00+08:00', what = 'canary'): ConsoleEvent => ({
  cursor: String(cursor),
  type: 'monitoring.degraded',
  at,
  data: { what, since: at },
});
const restored = (cursor: number): ConsoleEvent => ({
  cursor: String(cursor),
  type: 'monitoring.restored',
  at: '2026-11-23T14:00:00+08:00',
  data: { what: 'canary', since: '2026-11-23T14:00:00+08:00' },
});
const hello = (cursor: string, serverTime = '2026-11-23T14:00:00+08:00'): LiveInput => ({
  type: 'hello',
  at: 1_000,
  cursor,
  serverTime,
});
const events = (...told: ConsoleEvent[]): LiveInput => ({ type: 'events', at: 2_000, events: told });
const after = (start: LiveState, ...inputs: LiveInput[]): LiveState => inputs.reduce(advanceLive, start);

describe('isAfter', () => {
  it('compares as numbers do, past 2^53 too', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (a, b) => {
        expect(isAfter(String(a), String(b))).toBe(a > b);
      }),
    );
  });
});

describe('the line to the server', () => {
  it('begins a new page at the server’s cursor, with nothing missed', () => {
    const state = after(startOfLive(undefined), hello('41'), events(degraded(42, '2026-11-23T14:00:01+08:00')));
    expect([state.cursor, state.away]).toEqual(['42', []]);
  });

  it('goes on from its own cursor after a break, and lists what happened meanwhile', () => {
    const line = after(startOfLive('40'), hello('43'));
    expect(line.cursor).toBe('40');
    const told = after(
      line,
      events(degraded(41, '2026-11-23T13:58:00+08:00'), degraded(43, '2026-11-23T13:59:00+08:00')),
      events(degraded(44, '2026-11-23T14:00:05+08:00')),
    );
    expect([told.cursor, told.away.map((event) => event.cursor)]).toEqual(['44', ['41', '43']]);
  });

  it('lists what is told before the greeting too', () => {
    expect(after(startOfLive('40'), events(degraded(41)), hello('41')).away).toHaveLength(1);
  });

  it('takes every event once, however the server cuts and repeats them', () => {
    const all = Array.from({ length: 30 }, (_, index) => degraded(index + 1));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(30))), (stretches) => {
        let cursor: string | undefined;
        const seen: string[] = [];
        let upTo = 0;
        for (const [back, on] of [...stretches, [0, 30] as const]) {
          const from = Math.max(0, upTo - back);
          upTo = Math.min(30, upTo + on);
          const fresh = unseen(cursor, all.slice(from, upTo));
          cursor = fresh.at(-1)?.cursor ?? cursor;
          seen.push(...fresh.map((event) => event.cursor));
        }
        expect(seen).toEqual(all.map((event) => event.cursor));
      }),
    );
  });

  it('remembers when it broke, not when the last attempt failed', () => {
    const state = after(startOfLive('40'), hello('40'), { type: 'lost', at: 5_000 }, { type: 'lost', at: 9_000 });
    expect([state.link, state.lostAt]).toEqual(['lost', 5_000]);
  });

  it('says that it cannot list what happened when the cursor was too old', () => {
    const state = after(startOfLive('2'), { type: 'reset', at: 1, cursor: '900' }, hello('900'));
    expect([state.cursor, state.awayUnknown]).toEqual(['900', true]);
  });

  it('knows from the greeting what was degraded before it came, until that is restored', () => {
    const since = '2026-11-23T13:00:00+08:00';
    const late: LiveInput = { ...hello('7'), degraded: [{ what: 'canary', since }] } as LiveInput;
    const state = after(startOfLive(undefined), late);
    expect([...state.degraded.values()]).toEqual([{ what: 'canary', since }]);
    expect(after(state, events(restored(8))).degraded.size).toBe(0);
    // Whoever greets again knows better than what was seen before.
    expect(after(state, { ...hello('9'), degraded: [] } as LiveInput).degraded.size).toBe(0);
  });

  it('knows what is degraded until it is restored', () => {
    const state = after(startOfLive('1'), hello('1'), events(degraded(2)));
    expect([...state.degraded.keys()]).toEqual(['canary']);
    expect(after(state, events(restored(3))).degraded.size).toBe(0);
  });
});

describe('cursorMemory', () => {
  it('gives nobody the cursor of somebody else', () => {
    const kept = new Map<string, string>();
    const memory = cursorMemory({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    });
    memory.write('3', '41');
    expect([memory.read('3'), memory.read('4')]).toEqual(['41', undefined]);
    memory.forget();
    expect(memory.read('3')).toBeUndefined();
  });
});
