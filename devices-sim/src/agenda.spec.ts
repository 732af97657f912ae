import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Agenda } from './agenda.js';

describe('an agenda', () => {
  it('gives what is due first, whatever was put in when', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 50 }), fc.boolean())), (steps) => {
        const [agenda, open]: [Agenda<number>, number[]] = [new Agenda(), []];
        for (const [due, takes] of steps) {
          agenda.add(due, due);
          open.push(due);
          open.sort((a, b) => a - b);
          if (takes) expect(agenda.take()?.what).toBe(open.shift());
          expect([agenda.size, agenda.nextDue]).toEqual([open.length, open[0]]);
        }
      }),
    );
  });
});
