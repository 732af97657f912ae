import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Agenda } from './agenda.js';

describe('the agenda', () => {
  it('gives what is due, the soonest first, each once and at the time last said', () => {
    const said = fc.array(fc.tuple(fc.nat(12), fc.nat(50), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(said, fc.nat(50), (words, now) => {
        const agenda = new Agenda<number>();
        const times = new Map<number, number>();
        for (const [key, at, keep] of words) {
          if (keep) agenda.set(key, at);
          else agenda.delete(key);
          if (keep) times.set(key, at);
          else times.delete(key);
        }
        const due = [...agenda.due(now)];
        const inTime = [...times].filter(([, at]) => at <= now);
        expect(due.map((key) => times.get(key))).toEqual(inTime.map(([, at]) => at).sort((a, b) => a - b));
        expect(new Set(due)).toEqual(new Set(inTime.map(([key]) => key)));
        expect(agenda.size).toBe(times.size - due.length);
        expect([...agenda.due(now)]).toEqual([]);
      }),
    );
  });

  it('does not give at once what is put back while it is read', () => {
    const agenda = new Agenda<string>();
    agenda.set('a', 1);
    const seen: string[] = [];
    for (const key of agenda.due(5)) {
      seen.push(key);
      agenda.set(key, 6);
    }
    expect(seen).toEqual(['a']);
    expect([...agenda.due(6)]).toEqual(['a']);
  });
});
