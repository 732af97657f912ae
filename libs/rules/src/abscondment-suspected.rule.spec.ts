import { describe, expect, it } from '@jest/globals';
import { after, hours, instant, type Instant } from '#libs/kernel';
import { NOON, world } from '#libs/testkit';
import { abscondmentSuspected, type Attempt, type Ground } from './abscondment-suspected.rule.js';
import type { Episode } from './episode.js';
import type { AlertOnFile } from './on-file.js';

const at = (n: number): Instant => after(NOON, hours(n));
const silence = (change: Partial<Ground> = {}): Ground => ({
  alertId: '7',
  kind: 'device.silent',
  startedAt: NOON,
  goesOn: true,
  overAt: null,
  ...change,
});
const attempt = (n: number, result: Attempt['result'] = 'no_answer'): Attempt => ({ at: at(n), result });
const failed = [attempt(1), attempt(2)];
const filed = (episode: Episode | undefined, change: Partial<AlertOnFile> = {}): AlertOnFile => {
  if (episode === undefined) throw new Error('nothing was found');
  const { kind, startedAt, lastAt, count, facts, deviceId, ended } = episode;
  return { kind, startedAt, lastAt, count, facts, deviceId, ended, resolvedAt: null, ...change };
};
const judged = (grounds: Ground[], attempts: Attempt[], now: number, onFile: AlertOnFile[] = []) =>
  abscondmentSuspected(world(), { grounds, attempts }, onFile, at(now));

describe('abscondment.suspected', () => {
  it('is raised when a silence goes on for four hours and contact has failed twice', () => {
    expect(judged([silence()], failed, 3.9)).toEqual([]);
    expect(judged([silence()], failed, 4.1)).toMatchObject([
      {
        ...{ startedAt: at(1), confirmedAt: at(4), lastAt: at(2), count: 2, deviceId: 'WB-17', ended: null },
        facts: { ground: 'device.silent', alert: '7', attempts: 2, since: '2026-03-02T13:00:00.000+08:00' },
      },
    ]);
  });

  it.each([
    ['strap.open', 0.4, 0.6],
    ['zone.exit', 1.9, 2.1],
  ] as const)('waits for as long as the policy says: %s', (kind, before, then) => {
    const early = [attempt(-0.1), attempt(0.1), attempt(0.05 + 0.3), attempt(0.61)];
    const ground = silence({ kind });
    expect(judged([ground], [attempt(0), attempt(0.51)], before)).toEqual([]);
    expect(judged([ground], [attempt(0), attempt(0.51)], then)).toHaveLength(1);
    // What failed before it began is not about it.
    expect(judged([ground], early, 9)).toMatchObject([{ startedAt: at(0.1) }]);
  });

  it('does not take two calls within minutes for two', () => {
    expect(judged([silence()], [attempt(1), attempt(1.1)], 9)).toEqual([]);
    expect(judged([silence()], [attempt(1), attempt(1.1), attempt(1.6)], 9)).toHaveLength(1);
  });

  it('counts from the last time that somebody was reached, and takes a refusal for none', () => {
    expect(judged([silence()], [attempt(1), attempt(2, 'reached'), attempt(3)], 9)).toEqual([]);
    expect(
      judged([silence()], [attempt(1), attempt(2, 'reached'), attempt(3, 'refused'), attempt(4)], 9),
    ).toMatchObject([{ startedAt: at(3) }]);
  });

  it('needs something that goes on and that nobody has closed', () => {
    expect(judged([], failed, 9)).toEqual([]);
    expect(judged([silence({ overAt: at(3) })], failed, 9)).toEqual([]);
    expect(judged([silence({ goesOn: false })], failed, 9)).toEqual([]);
  });

  it('is one alert of several reasons, from the first attempt that failed', () => {
    const grounds = [silence({ kind: 'zone.exit', startedAt: at(1.5), alertId: '8' }), silence()];
    expect(judged(grounds, [...failed, attempt(3)], 9)).toMatchObject([{ startedAt: at(1), facts: { alert: '7' } }]);
  });

  it('goes on while anything does, and counts what fails', () => {
    const [found] = judged([silence()], failed, 5);
    expect(judged([silence()], failed, 6, [filed(found)])).toEqual([]);
    expect(judged([silence()], [...failed, attempt(5.5)], 6, [filed(found)])).toMatchObject([
      { startedAt: at(1), count: 3, lastAt: at(5.5), ended: null, facts: { attempts: 3 } },
    ]);
    const other = silence({ kind: 'zone.exit', startedAt: at(5), alertId: '8' });
    expect(judged([silence({ overAt: at(5.5) }), other], failed, 6, [filed(found)])).toEqual([]);
  });

  it('ends when somebody is reached', () => {
    const [found] = judged([silence()], failed, 5);
    expect(judged([silence()], [...failed, attempt(6, 'reached')], 7, [filed(found)])).toMatchObject([
      { startedAt: at(1), ended: { at: at(6), reason: 'reached' } },
    ]);
  });

  it('ends when what it rested on is over, and not because an order or a binding ended', () => {
    const [found] = judged([silence()], failed, 5);
    expect(judged([silence({ overAt: at(6), goesOn: false })], failed, 7, [filed(found)])).toMatchObject([
      { ended: { at: at(6), reason: 'ground-over' } },
    ]);
    expect(judged([silence({ goesOn: false })], failed, 7, [filed(found)])).toEqual([]);
  });

  it('is raised anew only by contact that fails after it was over, or was closed', () => {
    const [found] = judged([silence()], failed, 5);
    const over = filed(found, { ended: { at: at(6), reason: 'reached' } });
    const attempts = [...failed, attempt(6, 'reached')];
    expect(judged([silence()], attempts, 9, [over])).toEqual([]);
    expect(judged([silence()], [...attempts, attempt(7), attempt(8)], 9, [over])).toMatchObject([
      { startedAt: at(7), ended: null },
    ]);
    const closed = filed(found, { resolvedAt: at(6) });
    expect(judged([silence()], failed, 9, [closed])).toEqual([]);
    expect(judged([silence()], [...failed, attempt(7), attempt(8)], 9, [closed])).toMatchObject([
      { startedAt: at(1), ended: { at: at(6), reason: 'raised-anew' } },
      { startedAt: at(7), ended: null },
    ]);
  });

  it('goes by the policy', () => {
    const parameters = { attempts: 1, apartSeconds: 0, unresolvedSeconds: { 'device.silent': 0 } };
    const policies = [{ kind: 'abscondment.suspected', version: 3, division: '', from: instant(0), parameters }];
    const known = { grounds: [silence()], attempts: [attempt(1)] };
    expect(abscondmentSuspected(world({ policies }), known, [], at(1))).toMatchObject([{ versions: { policy: 3 } }]);
  });
});
