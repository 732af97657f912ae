import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { after, days, instant, type PointsEntryId } from '#libs/kernel';
import { monthOf, monthsAfter, thousandPoints } from '#libs/points';
import { PointsLedgerStore, PointsSchemeStore, SuperviseeStore } from '#libs/store';
import {
  addWearer,
  HUICHUAN,
  openTestDatabase,
  seedCounties,
  startApi,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';
import { ClosesService } from './closes.service.js';

const now = instant(Date.now());
const month = monthsAfter(monthOf(now), -1);

describe('a month close', () => {
  let test: TestDatabase;
  let api: RunningApi;
  let closes: ClosesService;
  let officer: Caller;
  let county: Caller;
  let head: Caller;
  let people: string[];

  beforeAll(async () => {
    test = await openTestDatabase();
    await seedCounties(test);
    api = await startApi(test);
    closes = new ClosesService(test.db);
    [officer, county, head] = await Promise.all([
      api.as('officer', HUICHUAN),
      api.as('county', HUICHUAN),
      api.as('head', HUICHUAN),
    ]);
    const who = { account: county.id, at: now };
    const schemes = new PointsSchemeStore(test.db);
    const scheme = {
      code: thousandPoints.code,
      division: HUICHUAN,
      document: JSON.stringify(thousandPoints),
      note: 'x',
    };
    const id = await schemes.add(scheme, who);
    await schemes.enact(id, 1, month, { account: head.id, at: now });
    people = [];
    for (let number = 1; number <= 3; number += 1) {
      people.push(await addWearer(test, `WB-CLOSE-${number}`, instant(Date.UTC(2026, 0, 9))));
    }
    await test.owner.query('update supervisee set minor = true where id = $1', [people[2]]);
  }, 60_000);
  afterAll(async () => {
    await api.close();
    await test.close();
  });

  /** Thirty points off, at noon of a day of the month, confirmed. */
  async function costs(superviseeId: string, when: string): Promise<void> {
    await test.db.transaction(async (tx) => {
      const supervisee = superviseeId as Parameters<SuperviseeStore['lock']>[0];
      await new SuperviseeStore(tx).lock(supervisee, '');
      const version = await new PointsSchemeStore(tx).inForce(HUICHUAN, month);
      if (version === undefined) throw new Error('no scheme');
      const ledger = new PointsLedgerStore(tx);
      const entry = await ledger.propose({
        ...{ superviseeId: supervisee, division: HUICHUAN, version, item: 'left-area', asked: 3_000n as never },
        ...{ at: instant(Date.parse(when)), reason: 'spec', factId: null, alerts: [] },
        by: { account: officer.id, at: now },
      });
      await ledger.act(entry as PointsEntryId, { act: 'confirmed', reason: '' }, { account: county.id, at: now });
      await ledger.settle(supervisee, HUICHUAN, now);
    });
  }
  const linesOf = async (id: string, query = {}) => (await officer.ask('getPointsCloseLines', { id, query })).items;

  it('is seen before, made line by line, published without minors, reviewed by another, and handed on', async () => {
    const [one = '', , minor = ''] = people;
    await costs(one, `${month}-15T12:00:00+08:00`);
    expect(await county.refusal('beginPointsClose', { body: { month: monthOf(now) } })).toMatchObject({
      code: 'points.month-not-over',
    });
    const seen = (await officer.ask('previewPointsMonth', { query: { month } })).items;
    const expected = [
      { superviseeId: one, opening: '750', deductions: '-30', closing: '720', band: 'yellow' },
      { superviseeId: people[1], opening: '750', closing: '750', band: 'blue' },
      { superviseeId: minor, closing: '750', secret: true },
    ];
    expect(seen).toMatchObject(expected);

    const { id, state } = await officer.ask('beginPointsClose', { body: { month } });
    expect(state).toBe('begun');
    expect(await county.refusal('beginPointsClose', { body: { month } })).toMatchObject({
      code: 'points.month-not-over',
    });
    expect(await officer.refusal('publishPointsClose', { id })).toMatchObject({ code: 'points.not-now' });
    // It is told to stop before the first line, begins again, and once more when all is made.
    await closes.goOn(now, AbortSignal.abort());
    expect(await linesOf(id)).toEqual([]);
    await closes.goOn(now);
    await closes.goOn(now);
    const made = await linesOf(id);
    expect([...made].sort((a, b) => Number(a.superviseeId) - Number(b.superviseeId))).toEqual(seen);

    // What is booked now of that month counts in the next: a close is what was read then.
    await costs(one, `${month}-20T12:00:00+08:00`);
    expect(await linesOf(id)).toEqual(made);
    expect((await officer.ask('getPoints', { id: one })).score).toBe('690');

    const published = await officer.ask('publishPointsClose', { id });
    const until = published.steps.find(({ step }) => step === 'published')?.until ?? '';
    expect(Date.parse(until)).toBeGreaterThan(Date.now());
    expect((await linesOf(id, { public: '1' })).map(({ superviseeId }) => superviseeId)).not.toContain(minor);
    expect(await head.refusal('finalisePointsClose', { id })).toMatchObject({ code: 'points.not-now' });
    await test.owner.query(`update points_close_step set until = now() - interval '1 s' where step = 'published'`);
    expect(await head.ask('finalisePointsClose', { id })).toMatchObject({ state: 'final', people: 3 });
    await closes.goOn(after(now, days(1)));
    const prosecutor = await api.as('prosecutor', HUICHUAN);
    const { items } = await prosecutor.ask('listPointsCloses');
    expect(items).toMatchObject([{ id, month, state: 'sent' }]);
    const { items: acts } = await prosecutor.ask('listAudit', { query: { subject: `points-close:${id}` } });
    expect(acts.map(({ action }) => action)).toEqual(
      ['sent', 'final', 'published', 'computed', 'begun'].map((step) => `points-close.${step}`),
    );
  });

  it('cannot be changed, nor reviewed by who began it, by the database', async () => {
    const text = `update points_close_line set closing = 0`;
    await expect(test.db.query({ name: '', text, values: [] })).rejects.toMatchObject({ code: '42501' });
    await test.owner.query(
      `insert into points_close (division, month, scheme_id, version, begun_by, begun_at)
       select division, '2026-01-01', scheme_id, version, begun_by, now() from points_close limit 1`,
    );
    const step = (name: string, by: string) => ({
      name: '',
      text: `insert into points_close_step (close_id, step, by_account, begun_by, at)
             select id, $1, $2, begun_by, now() from points_close where month = '2026-01-01'`,
      values: [name, by],
    });
    await expect(test.db.query(step('published', officer.id))).rejects.toMatchObject({ code: '23503' });
    await test.db.query(step('computed', '0'));
    await test.db.query(step('published', officer.id));
    await expect(test.db.query(step('final', officer.id))).rejects.toMatchObject({ code: '23514' });
  });
});
