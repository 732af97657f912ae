import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HONGHUAGANG, HUICHUAN, openTestDatabase, seedCounties, startApi, type Caller } from '#libs/testkit';
import type { RunningApi, TestDatabase } from '#libs/testkit';

const policy = { is: 'policy', kind: 'zone.exit', parameters: { sigma: 3 } };
const circle = { lat: 27.7, lon: 106.9, radius: 900 };
const drawing = { name: '学校', kind: 'exclusion', circle };
const trial = {
  change: policy,
  from: '2026-11-01T00:00:00+08:00',
  to: '2026-11-08T00:00:00+08:00',
  reason: 'too many at the border',
};

describe('backtests', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let zhou: Caller;

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    zhou = await api.as('county', HUICHUAN);
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  const refused = (change: object) => zhou.refusal('addBacktest', { body: { ...trial, ...change } });

  it('is asked for with all its parameters, on record, and found again', async () => {
    const { id, change } = await zhou.ask('addBacktest', { body: trial });
    expect(change).toMatchObject({
      ...policy,
      parameters: { sigma: 3, dwellSeconds: 20, unknownAccuracy: { cell: 1_500 } },
    });
    expect(await zhou.ask('getBacktest', { id })).toMatchObject({ state: 'waiting', askedBy: { id: zhou.id } });
    expect((await zhou.ask('listBacktests')).items).toMatchObject([{ id }]);
    const elsewhere = await api.as('county', HONGHUAGANG);
    expect((await elsewhere.ask('listBacktests')).items).toEqual([]);
    const cancelled = await zhou.ask('cancelBacktest', { id });
    expect(cancelled).toMatchObject({ state: 'cancelled' });
    expect(await zhou.refusal('cancelBacktest', { id })).toMatchObject({ status: 409, code: 'backtest.over' });
    const audit = `select action, purpose, detail ->> 'kind' as kind from audit_entry where subject = $1 order by seq`;
    const { rows } = await database.owner.query(audit, [`backtest:${id}`]);
    expect(rows).toEqual([
      { action: 'backtest.asked', purpose: trial.reason, kind: 'zone.exit' },
      { action: 'backtest.cancelled', purpose: trial.reason, kind: 'zone.exit' },
    ]);
  });

  it('says at the field what is wrong', async () => {
    const parameters = { sigma: -1, dwelSeconds: 3, unknownAccuracy: { cell: 'far' } };
    const { errors } = await refused({ change: { ...policy, parameters } });
    expect(errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/change/parameters/dwelSeconds',
      '/change/parameters/sigma',
      '/change/parameters/unknownAccuracy/cell',
    ]);
  });

  it.each([
    ['/change/kind', { change: { ...policy, kind: 'device.silent', parameters: {} } }],
    ['/change/kind', { change: { is: 'rule', kind: 'device.silent' } }],
    ['/change/zoneId', { change: { is: 'zone', zoneId: null, drawing: null } }],
    ['/change/drawing/geometry', { change: { is: 'zone', zoneId: null, drawing: { ...drawing, circle: undefined } } }],
    ['/to', { to: '2026-12-08T00:00:00+08:00' }],
    ['/to', { from: '2026-09-01T00:00:00+08:00' }],
    ['/to', { to: trial.from }],
    ['/reason', { reason: ' ' }],
  ])('refuses what cannot be tried: %s %j', async (pointer, change) => {
    expect(await refused(change)).toMatchObject({ status: 400, errors: [{ pointer }] });
  });

  it('tries a zone drawn otherwise on those for whom it was in force', async () => {
    const person = { name: '张某', category: 'probation', termFrom: '2026-01-01', termTo: '2027-01-01' };
    const of = async (device: string) => {
      const { id } = await zhou.ask('addSupervisee', { body: { ...person, division: HUICHUAN } });
      const since = `insert into device_binding (device_id, supervisee_id, during)
        select id, $2, tstzrange('2026-11-01', null) from device where id = $1`;
      await database.owner.query(
        `insert into device (id, division, secret_salt, secret_hash, interval_s, created_at)
         values ($1, $2, '', '', 60, '2026-11-01')`,
        [device, HUICHUAN],
      );
      await database.owner.query(since, [device, id]);
      return id;
    };
    const [one, other] = [await of('WB-1'), await of('WB-2')];
    const zone = await zhou.ask('addZone', { body: { ...drawing, supervisees: [one] } });
    await database.owner.query(`update zone_version set valid_from = '2026-11-01' where zone_id = $1`, [zone.id]);
    const change = { is: 'zone', zoneId: zone.id, drawing: { ...drawing, buffer: 100 } };
    const asked = await zhou.ask('addBacktest', { body: { ...trial, change } });
    expect(asked).toMatchObject({ change, progress: { people: 1 } });
    const all = { is: 'zone', zoneId: null, drawing };
    const everybody = await zhou.ask('addBacktest', { body: { ...trial, change: all } });
    expect(everybody).toMatchObject({ progress: { people: 2 } });
    const { rows } = await database.owner.query('select people::text[] from backtest where id = any($1) order by id', [
      [asked.id, everybody.id],
    ]);
    expect(rows).toEqual([{ people: [one] }, { people: [one, other] }]);
    const elsewhere = await api.as('county', HONGHUAGANG);
    expect(await elsewhere.refusal('addBacktest', { body: { ...trial, change } })).toMatchObject({
      status: 404,
      code: 'zone.not-found',
    });
    for (const { id } of [asked, everybody]) await zhou.ask('cancelBacktest', { id });
  });

  it('lets three of an office wait and no more, however many ask at once', async () => {
    const body = trial;
    const officers = await Promise.all(Array.from({ length: 6 }, () => api.as('county', HUICHUAN)));
    const answers = await Promise.all(officers.map((officer) => officer.send('addBacktest', { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409]);
    expect(await zhou.refusal('addBacktest', { body })).toMatchObject({
      code: 'backtest.too-many-waiting',
      facts: { most: 3 },
    });
    const elsewhere = await api.as('county', HONGHUAGANG);
    await elsewhere.ask('addBacktest', { body });
    const [one] = (await zhou.ask('listBacktests')).items;
    await zhou.ask('cancelBacktest', { id: one?.id ?? '' });
    await zhou.ask('addBacktest', { body });
  });

  it('tells what rules go by now', async () => {
    const { items } = await zhou.ask('listPolicies');
    expect(items.find(({ kind }) => kind === 'zone.exit')).toMatchObject({
      version: 1,
      parameters: { sigma: 2, unknownAccuracy: { gnss: 100 } },
    });
  });
});
