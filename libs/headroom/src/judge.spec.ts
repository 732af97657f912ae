import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, seconds } from '#libs/kernel';
import type { ConditionName } from '#libs/protocol';
import { changeOf, judge, type Standing } from './judge.js';
import { limitOf, readHeadroomPolicy } from './policy.js';

const policy = readHeadroomPolicy({ calmSeconds: 30 });
const START = Date.UTC(2026, 10, 23);

/** One measurement every ten seconds. */
function measured(what: ConditionName, values: readonly (number | null)[]): { last: Standing; told: string[] } {
  let last: Standing | undefined;
  const told: string[] = [];
  values.forEach((value, round) => {
    const next = judge(last, { what, value }, policy, instant(START + round * 10_000));
    const change = changeOf(last, next);
    if (change !== undefined) told.push(`${change} ${round}`);
    last = next;
  });
  return { last: last as Standing, told };
}

describe('a condition', () => {
  it('is degraded from its limit on', () => {
    expect(measured('disk.data', [69.9, 70])).toMatchObject({ last: { state: 'degraded' }, told: ['degraded 1'] });
  });

  it('is told by the policy where its limit is', () => {
    const strict = readHeadroomPolicy({ limits: { 'disk.data': 50 } });
    expect([limitOf(strict, 'disk.data'), limitOf(strict, 'connections')]).toEqual([50, 70]);
  });

  it('is restored when the value has been well below the limit for the calm, and not at the limit itself', () => {
    expect(measured('disk.data', [70, 69, 64, 69, 64]).told).toEqual(['degraded 0']);
    expect(measured('disk.data', [70, 62, 62, 62, 62]).told).toEqual(['degraded 0', 'restored 4']);
  });

  it('begins its calm anew with every value that is not well below', () => {
    expect(measured('disk.data', [70, 62, 62, 65, 62, 62, 62]).last.state).toBe('degraded');
  });

  it('is not degraded by a peak that is shorter than its measure says', () => {
    expect(measured('connections', [10, 90, 10, 90, 10]).told).toEqual([]);
    expect(measured('connections', [10, 90, 90, 90]).told).toEqual(['degraded 3']);
  });

  it('counts the time of a silence from its beginning, and that of a share from its limit', () => {
    expect(measured('process.ingest', [0, 45]).last.since).toBe(START + 10_000 - seconds(45));
    expect(measured('connections', [10, 90, 90, 90]).last.since).toBe(START + 10_000);
  });

  it('is not well again because it cannot be measured any more', () => {
    expect(measured('engine.lag', [90, null, null, null, null, null]).last.state).toBe('degraded');
    expect(measured('engine.lag', [1, null]).last.state).toBe('unmeasured');
  });

  it('takes a higher limit from a measurement that has one', () => {
    const halted = { what: 'records.halted', value: 100, atLeast: 180 } as const;
    expect(judge(undefined, halted, policy, instant(START)).state).toBe('normal');
  });

  it('is never told twice in the same way, and never within the calm, whatever is measured', () => {
    const values = fc.array(fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.constant(null)), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(values, fc.constantFrom<ConditionName>('disk.data', 'connections', 'process.api'), (rounds, what) => {
        const { told } = measured(what, rounds);
        const kinds = told.map((line) => line.split(' ')[0]);
        expect(kinds.every((kind, index) => kind === (index % 2 === 0 ? 'degraded' : 'restored'))).toBe(true);
        const at = told.map((line) => Number(line.split(' ')[1]));
        at.forEach((round, index) => {
          if (kinds[index] === 'restored') expect(round - (at[index - 1] ?? 0)).toBeGreaterThanOrEqual(4);
        });
      }),
    );
  });
});
