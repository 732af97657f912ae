import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountId, instant, pointsEntryId, type SuperviseeId } from '#libs/kernel';
import { monthOf, thousandPoints } from '#libs/points';
import { PointsLedgerStore, PointsProposalStore, SuperviseeStore, type PlatformDeed } from '#libs/store';
import {
  addWearer,
  HUICHUAN,
  openTestDatabase,
  raiseAlert,
  seedCounties,
  startApi,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';

const HOUR_MS = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();
const thisMonth = monthOf(instant(Date.now()));

describe('points', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let officer: Caller;
  let county: Caller;
  let head: Caller;
  let people = 0;
  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    officer = await api.as('officer', HUICHUAN);
    county = await api.as('county', HUICHUAN);
    head = await api.as('head', HUICHUAN);
    const body = { document: JSON.stringify(thousandPoints, undefined, 2), note: 'spec' };
    const { id } = await county.ask('addPointsScheme', { body });
    const enactment = { id, body: { version: 1, from: thisMonth } };
    expect(await county.refusal('enactPointsScheme', enactment)).toMatchObject({ code: 'points.own-proposal' });
    await head.ask('enactPointsScheme', enactment);
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  const somebody = (): Promise<SuperviseeId> =>
    addWearer(database, `WB-POINTS-${(people += 1)}`, instant(Date.UTC(2026, 0, 9)));
  const scoreOf = async (id: string) => (await officer.ask('getPoints', { id })).score;
  const look = (id: SuperviseeId): Promise<PlatformDeed[]> =>
    database.db.transaction(async (tx) => {
      await new SuperviseeStore(tx).lock(id, '');
      return new PointsProposalStore(tx).propose(id, HUICHUAN, instant(Date.now()));
    });
  const alertOf = async (id: SuperviseeId, kind: string, resolution: string | null, hours = 1) => {
    const alert = await raiseAlert(database, {
      superviseeId: id,
      division: HUICHUAN,
      kind,
      occurredAt: Date.now() - hours * HOUR_MS,
    });
    if (resolution !== null) await officer.ask('resolveAlert', { id: alert, body: { code: resolution, note: 'spec' } });
    return alert;
  };

  it('are proposed, confirmed by somebody else, objected to, and given back to the hundredth; the statement says all', async () => {
    const id = await somebody();
    const body = { item: 'not-charged', at: ago(0.1), reason: '腕带两次关机' };
    const proposed = await officer.ask('proposePoints', { id, body });
    expect(proposed).toMatchObject({ state: 'proposed', asked: '5', counted: '0', sign: 'deduct' });
    expect(await scoreOf(id)).toBe('750');
    const of = { id: proposed.id, body: { reason: '当时设备送修' } };
    expect(await officer.refusal('confirmPoints', { id: of.id })).toMatchObject({ code: 'points.own-proposal' });
    expect(await county.refusal('objectToPoints', of)).toMatchObject({ code: 'points.not-now' });
    expect(await county.ask('confirmPoints', { id: of.id })).toMatchObject({ state: 'confirmed', counted: '-5' });
    expect(await scoreOf(id)).toBe('745');
    const objected = await officer.ask('objectToPoints', of);
    expect(Date.parse(objected.acts.at(-1)?.due ?? '')).toBeGreaterThan(Date.now());
    expect(await county.refusal('overturnPoints', of)).toMatchObject({ code: 'points.own-proposal' });
    expect(await head.ask('overturnPoints', of)).toMatchObject({ state: 'overturned', counted: '0' });
    expect(await head.refusal('overturnPoints', of)).toMatchObject({ status: 409, code: 'points.not-now' });
    const account = await officer.ask('getPoints', { id });
    expect([account.score, account.band?.code, account.movements.map(({ amount }) => amount)]).toEqual([
      '750',
      'blue',
      ['-5', '5'],
    ]);
    const { lines } = await officer.ask('getPointsStatement', { id, query: { month: thisMonth } });
    for (const word of ['拟记', '审核确认', '你提出异议', '复核撤销']) expect(lines.join('\n')).toContain(word);
    const prosecutor = await api.as('prosecutor', HUICHUAN);
    const { items } = await prosecutor.ask('listAudit', { query: { subject: `supervisee:${id}` } });
    expect(items.map(({ action }) => action)).toEqual(
      ['overturned', 'objected', 'confirmed', 'proposed'].map((act) => `points.${act}`),
    );
  });

  it('come once from an outing with many alerts, when all are judged, and go back with approved leave', async () => {
    const id = await somebody();
    const exit = await alertOf(id, 'zone.exit', 'true', 1);
    await alertOf(id, 'battery.critical', 'true', 0.8);
    const open = await alertOf(id, 'zone.exit', null, 0.5);
    expect(await look(id)).toEqual([]);
    await officer.ask('resolveAlert', { id: open, body: { code: 'true', note: 'spec' } });
    expect(await look(id)).toMatchObject([{ action: 'points.proposed', item: 'left-area' }]);
    expect(await look(id)).toEqual([]);
    const [entry] = (await officer.ask('getPoints', { id })).entries;
    expect(entry?.alerts.map(({ id: of }) => of)).toContain(exit);
    expect(entry?.alerts).toHaveLength(3);
    await county.ask('confirmPoints', { id: entry?.id });
    expect(await scoreOf(id)).toBe('720');
    const leave = {
      placeName: '贵阳',
      circle: { lat: 26.6, lon: 106.7, radius: 5_000 },
      reason: '就医',
      approvedBy: 'x',
    };
    const { id: away } = await officer.ask('approveLeave', { id, body: { ...leave, from: ago(5), to: ago(-5) } });
    expect(await look(id)).toMatchObject([{ action: 'points.overturned' }]);
    expect(await look(id)).toEqual([]);
    const back = await officer.ask('getPoints', { id });
    expect([back.score, back.entries[0]?.acts.at(-1)]).toMatchObject([
      '750',
      { by: null, evidence: [`leave:${away}`] },
    ]);
  });

  it.each(['false', 'technical', 'permitted', 'other'])('never come from an alert that was %s', async (code) => {
    const id = await somebody();
    await alertOf(id, 'strap.open', code);
    expect(await look(id)).toEqual([]);
    expect((await officer.ask('getPoints', { id })).entries).toEqual([]);
  });

  it('are taken back from what late records contradict', async () => {
    const id = await somebody();
    const alert = await alertOf(id, 'strap.open', 'true');
    await look(id);
    const [entry] = (await officer.ask('getPoints', { id })).entries;
    await county.ask('confirmPoints', { id: entry?.id });
    await database.owner.query(`update alert set end_reason = 'contradicted', ended_at = now() where id = $1`, [alert]);
    expect(await look(id)).toMatchObject([{ action: 'points.overturned' }]);
    expect(await scoreOf(id)).toBe('750');
  });

  it('come from facts, and go with them', async () => {
    const id = await somebody();
    const missed = { kind: 'report.missed', at: ago(0.2), evidence: '报告登记簿' };
    const fact = await officer.ask('recordFact', { id, body: missed });
    const hours = await officer.ask('recordFact', {
      id,
      body: { kind: 'education.hours', at: ago(0.2), hours: '3.25', evidence: '签到表' },
    });
    const entries = (await officer.ask('getPoints', { id })).entries;
    expect(entries.map(({ item, asked, factId, proposedBy }) => [item, asked, factId, proposedBy])).toEqual([
      ['education-hours', '1.62', hours.id, null],
      ['report-missed', '10', fact.id, null],
    ]);
    for (const entry of entries) await officer.ask('confirmPoints', { id: entry.id });
    expect(await scoreOf(id)).toBe('741.62');
    const gone = await officer.ask('withdrawFact', { id: fact.id, body: { reason: '已报告' } });
    expect(gone.withdrawn?.reason).toBe('已报告');
    expect(await scoreOf(id)).toBe('751.62');
    const wrong = { kind: 'education.hours', at: ago(1), evidence: 'x' };
    expect(await officer.refusal('recordFact', { id, body: wrong })).toMatchObject({ status: 400 });
  });

  it('are confirmed by nobody who proposed them, and cost once for an alert, by the database', async () => {
    const id = await somebody();
    const alert = await alertOf(id, 'zone.exit', 'true');
    await look(id);
    const { id: mine } = await officer.ask('proposePoints', {
      id,
      body: { item: 'report-kept', at: ago(0.1), reason: 'x' },
    });
    const ledger = new PointsLedgerStore(database.db);
    const at = instant(Date.now());
    const act = (account: string, what: 'confirmed' | 'overturned') =>
      ledger.act(pointsEntryId(mine), { act: what, reason: '' }, { account: accountId(account), at });
    await expect(act(officer.id, 'confirmed')).rejects.toMatchObject({ code: '23514' });
    await expect(act('0', 'confirmed')).rejects.toMatchObject({ code: '23514' });
    await expect(act(county.id, 'overturned')).rejects.toMatchObject({ code: '23503' });
    const twice = database.db.query({
      name: '',
      text: 'insert into points_entry_alert (alert_id, entry_id) values ($1, $2)',
      values: [alert, mine],
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' });
  });

  it('say on which line a scheme is wrong, and what differs between versions', async () => {
    const written = JSON.stringify(thousandPoints, undefined, 2);
    const wrong = written.replace('"points": "10"', '"points": "ten"');
    const line = written.split('\n').findIndex((text) => text.includes('"points": "10"')) + 1;
    const { faults } = await officer.ask('checkPointsScheme', { body: { document: wrong } });
    expect(faults).toMatchObject([{ pointer: '/items/2/points', line }]);
    const refused = await county.refusal('addPointsScheme', { body: { document: wrong, note: 'x' } });
    expect([refused.code, refused.errors?.[0]?.detail]).toEqual([
      'points.scheme-invalid',
      expect.stringContaining(`line ${line}`),
    ]);
    const document = written.replace('"points": "10"', '"points": "12"');
    const { id, versions } = await county.ask('addPointsScheme', { body: { document, note: 'x' } });
    expect(versions.map(({ version, enacted }) => [version, enacted.length])).toEqual([
      [1, 1],
      [2, 0],
    ]);
    expect((await officer.ask('getPointsScheme', { id, query: { version: '2' } })).differences).toEqual([
      { pointer: '/items/report-missed/points', before: '"10"', after: '"12"' },
    ]);
  });
});
