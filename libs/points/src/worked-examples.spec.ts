import { describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import type { Fact, HeardAlert } from './fact.js';
import { judge } from './ledger.js';
import type { Month } from './month.js';
import { readPoints, writePoints, type Points } from './points.js';
import { proposalsFromAlerts, proposalsFromFacts } from './proposals.js';
import { scheme as schema, type SchemeDocument } from './scheme.js';
import { monthlyBase, monthlyGrades } from './shipped-schemes.js';
import { thousandPoints } from './thousand-points.js';
import { replay, type History } from './what-if.js';

const at = (text: string) => instant(Date.parse(`${text}+08:00`));
let facts = 0;
const fact = (
  kind: Fact['kind'],
  when: string,
  rest: Partial<Pick<Fact, 'outcome'>> & { hours?: string } = {},
): Fact => ({
  id: String((facts += 1)),
  kind,
  at: at(when),
  to: at(when),
  amount: rest.hours === undefined ? null : (readPoints(rest.hours) as Points),
  outcome: rest.outcome ?? null,
});
const alert = (
  id: number,
  kind: HeardAlert['kind'],
  from: string,
  to: string,
  change: Partial<HeardAlert> = {},
): HeardAlert => ({
  id: String(id),
  kind,
  from: at(from),
  to: at(to),
  resolution: 'true',
  contradicted: false,
  ...change,
});
const history = (change: Partial<History>): History => ({
  facts: [],
  alerts: [],
  excuses: [],
  entered: [],
  since: '2025-01' as Month,
  currentClass: null,
  ...change,
});
const months = (document: SchemeDocument, of: Partial<History>, first: string, last: string) =>
  replay(schema.parse(document), history(of), first as Month, last as Month);
const written = (amount: Points | null) => (amount === null ? null : writePoints(amount));

describe('1,000 points in five dimensions', () => {
  it('by hand: 750, 4 reports kept, 12 hours of education, one outing; then a warning and a commendation', () => {
    const known = [
      ...['05', '12', '19', '26'].map((day) => fact('report.kept', `2026-03-${day}T09:00:00`)),
      fact('education.hours', '2026-03-20T09:00:00', { hours: '12' }), // 6 points, capped at 5 an event
      fact('decision.warned', '2026-04-02T09:00:00'),
      fact('decision.commended', '2026-04-20T09:00:00'),
    ];
    const outing = [
      alert(1, 'zone.exit', '2026-03-10T10:00:00', '2026-03-10T12:00:00'),
      alert(2, 'zone.exit', '2026-03-10T12:30:00', '2026-03-10T13:00:00'),
      alert(3, 'battery.critical', '2026-03-10T11:00:00', '2026-03-10T11:30:00'),
    ];
    const [march, april] = months(thousandPoints, { facts: known, alerts: outing }, '2026-03', '2026-04');
    // 750 + 4 × 2 + 5 − 30 = 733: yellow. 733 − 60 + 20 = 693: orange; of the commendation's 30 its part takes 20 a month.
    expect(
      [march?.closing, march?.band, april?.closing, april?.band].map((of) =>
        typeof of === 'bigint' ? written(of) : of,
      ),
    ).toEqual(['733', 'yellow', '693', 'orange']);
    expect(written(march?.parts['supervision'] ?? null)).toBe('-22');
    // A warning within twelve months: 严管 is proposed, with the paper that says so.
    expect(april?.classProposal).toMatchObject({
      proposed: 'strict',
      reasons: [{ is: 'facts', found: '1', evidence: [`fact:${facts - 1}`] }],
    });
  });

  it.each([
    ['800', 'green'],
    ['799.99', 'blue'],
    ['750', 'blue'],
    ['749.99', 'yellow'],
    ['700', 'yellow'],
    ['650', 'orange'],
    ['649.99', 'red'],
  ])('%s is %s', (start, band) => {
    const [month] = months(
      { ...thousandPoints, account: { is: 'running', start, floor: '0', ceiling: '1000' } },
      {},
      '2026-03',
      '2026-03',
    );
    expect(month?.band).toBe(band);
  });
});

describe('three grades a month', () => {
  const graded = (...known: Fact[]) => months(monthlyGrades, { facts: known }, '2026-03', '2026-03')[0];
  const education = (outcome: 'good' | 'pass' | 'fail') => fact('education.result', '2026-03-31T09:00:00', { outcome });

  it('by hand: good needs a commendation and good education, fail one admonition or failed education', () => {
    const commended = fact('decision.commended', '2026-03-03T09:00:00');
    const admonished = fact('decision.admonished', '2026-03-03T09:00:00');
    expect(graded(commended, education('good'))?.grade).toBe('good');
    expect(graded(education('good'))?.grade).toBe('pass');
    expect(graded(commended, education('pass'))?.grade).toBe('pass');
    expect(graded(commended, admonished, education('good'))?.grade).toBe('fail');
    expect(graded(education('fail'))?.grade).toBe('fail');
    expect(graded(commended)?.grade).toBe('unrated');
    expect(graded(education('good'))?.closing).toBeNull();
    expect(graded(education('fail'))?.classProposal?.proposed).toBe('strict');
  });
});

describe('a base each month', () => {
  it('by hand: 5 a month that add up, education beyond 8 hours, an outing, and a month unable to work', () => {
    const unable = { ...fact('work.unable', '2026-04-01T00:00:00'), to: at('2026-04-30T00:00:00') };
    const known = [
      fact('education.hours', '2026-03-20T09:00:00', { hours: '14' }), // (14 − 8) × 0.25 = 1.5
      fact('decision.merit', '2026-03-21T09:00:00'), // 10; the part takes 2.5 − 1.5 = 1
      fact('report.missed', '2026-04-10T09:00:00'),
      fact('report.missed', '2026-05-10T09:00:00'),
      unable,
    ];
    const outings = [1, 2, 3].map((day) =>
      alert(day, 'zone.exit', `2026-05-1${day}T10:00:00`, `2026-05-1${day}T11:00:00`),
    );
    const closed = months(monthlyBase, { facts: known, alerts: outings }, '2026-03', '2026-05');
    // 5 + 2.5 = 7.5;  7.5 + 3 − 2 = 8.5;  8.5 + 5 − min(2 + 3 × 5, 10) = 3.5
    expect(closed.map(({ closing }) => written(closing))).toEqual(['7.5', '8.5', '3.5']);
  });
});

describe('what is proposed', () => {
  const scheme = schema.parse(thousandPoints);
  const exit = (change: Partial<HeardAlert> = {}) =>
    alert(1, 'zone.exit', '2026-03-10T10:00:00', '2026-03-10T12:00:00', change);
  const strap = alert(2, 'strap.open', '2026-03-10T11:00:00', '2026-03-10T11:10:00');

  it('is one deduction an outing, for the gravest of it, with all its alerts', () => {
    expect(proposalsFromAlerts(scheme, [exit(), strap], [])).toEqual([
      { item: 'device-tampered', asked: 5_000n, at: exit().from, fact: null, alerts: ['1', '2'] },
    ]);
  });

  it('is nothing for what is not true, or was contradicted', () => {
    for (const resolution of ['false', 'technical', 'permitted', 'other'] as const) {
      expect(proposalsFromAlerts(scheme, [exit({ resolution })], [])).toEqual([]);
    }
    expect(proposalsFromAlerts(scheme, [exit({ contradicted: true })], [])).toEqual([]);
  });

  it('waits while an alert of the outing is open, and does not come twice', () => {
    expect(proposalsFromAlerts(scheme, [exit(), { ...strap, resolution: null }], [])).toEqual([]);
    expect(proposalsFromAlerts(scheme, [exit(), strap], [], new Set(['1']))).toEqual([]);
  });

  it.each(['leave', 'device_fault', 'dead_zone', 'hospital'] as const)('is nothing under an excuse: %s', (why) => {
    const excuse = { why, from: at('2026-03-10T00:00:00'), to: at('2026-03-11T00:00:00'), evidence: 'leave:1' };
    expect(proposalsFromAlerts(scheme, [exit()], [excuse])).toEqual([]);
    expect(proposalsFromFacts(scheme, [fact('report.missed', '2026-03-10T09:00:00')], [excuse])).toEqual([]);
    expect(proposalsFromFacts(scheme, [fact('report.kept', '2026-03-10T09:00:00')], [excuse])).toHaveLength(1);
  });

  it('is worth by the hour what is beyond', () => {
    const of = schema.parse(monthlyBase);
    const hours = (given: string) =>
      proposalsFromFacts(of, [fact('education.hours', '2026-03-10T09:00:00', { hours: given })], []);
    expect(hours('8')).toEqual([]);
    expect(hours('9.5')[0]?.asked).toBe(37n);
  });
});

describe('one deduction', () => {
  it('is counted once in the ledger', () => {
    const scheme = schema.parse(thousandPoints);
    expect(
      judge(scheme, [{ id: '1', item: 'left-area', asked: readPoints('30') as Points, at: at('2026-03-10T10:00:00') }]),
    ).toMatchObject([{ counted: -3_000n, capped: 0n, by: null, part: 'supervision', month: '2026-03' }]);
  });
});
