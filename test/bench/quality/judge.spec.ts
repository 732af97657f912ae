import { describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import { verdictsOn } from './judge.js';
import type { Raised, Violation } from './sent.js';

const MINUTE = 60_000;
const was = (from: number, to: number, change: Partial<Violation> = {}): Violation => ({
  kind: 'zone.exit',
  from: instant(from * MINUTE),
  to: instant(to * MINUTE),
  beyond: true,
  live: true,
  about: '',
  ...change,
});
const alert = (from: number, to: number | null, raised = from + 1): Raised => ({
  kind: 'zone.exit',
  from: instant(from * MINUTE),
  to: to === null ? null : instant(to * MINUTE),
  raisedAt: instant(raised * MINUTE),
  contradicted: false,
  about: '',
});
const figures = (violations: readonly Violation[], alerts: readonly Raised[]) => {
  const { found, missed, right, wrong } = verdictsOn(violations, alerts);
  return { found: found.length, missed: missed.length, right, wrong: wrong.length };
};

describe('alerts beside what truly was', () => {
  it('are right about what was in their time, and say how long it took', () => {
    expect(figures([was(10, 20)], [alert(11, 21)])).toEqual({ found: 1, missed: 0, right: 1, wrong: 0 });
    expect(verdictsOn([was(10, 20)], [alert(11, 21, 12)]).found[0]?.delay).toBe(2 * MINUTE);
    expect(verdictsOn([was(10, 20, { live: false })], [alert(11, 21)]).found[0]?.delay).toBeNull();
  });

  it('are false about nothing, and about what was told already', () => {
    expect(figures([was(10, 20)], [alert(40, 50)])).toEqual({ found: 0, missed: 1, right: 0, wrong: 1 });
    expect(figures([was(10, 20)], [alert(11, 14), alert(16, 20)])).toEqual({ found: 1, missed: 0, right: 1, wrong: 1 });
  });

  it('are neither wanted nor false about what is not beyond policy', () => {
    expect(figures([was(10, 11, { beyond: false })], [alert(10, 12)])).toEqual({
      found: 0,
      missed: 0,
      right: 1,
      wrong: 0,
    });
    expect(figures([was(10, 11, { beyond: false })], [])).toEqual({ found: 0, missed: 0, right: 0, wrong: 0 });
  });

  it('tell of several when they lasted over all of them, and of their own where two follow each other', () => {
    expect(figures([was(10, 20), was(22, 30)], [alert(11, 31)])).toEqual({ found: 2, missed: 0, right: 1, wrong: 0 });
    const each = [alert(10, 20), alert(21, 30)];
    expect(figures([was(10, 20), was(21, 30)], each)).toEqual({ found: 2, missed: 0, right: 2, wrong: 0 });
  });
});
