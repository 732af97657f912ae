import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant, type SuperviseeId } from '#libs/kernel';
import { WorldView } from '#libs/store';
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

const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const circle = { lat: 26.6, lon: 106.7, radius: 5_000 };
const wanted = (change: object = {}) => ({
  placeName: '贵阳市人民医院',
  circle,
  reason: '就医',
  from: inDays(-1),
  to: inDays(2),
  approvedBy: '汇川区社区矫正管理局',
  ...change,
});

describe('an approved leave', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let officer: Caller;
  let devices = 0;
  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    officer = await api.as('officer', HUICHUAN);
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  const somebody = (): Promise<SuperviseeId> =>
    addWearer(database, `WB-AWAY-${(devices += 1)}`, instant(Date.UTC(2026, 4, 9)));
  const leavesOf = async (id: SuperviseeId) => (await new WorldView(database.owner).of([id])).get(id)?.leaves;

  it('is written down version by version, told to the rules, and in the audit log', async () => {
    const id = await somebody();
    const leave = await officer.ask('approveLeave', { id, body: wanted() });
    expect(leave).toMatchObject({
      superviseeId: id,
      state: 'approved',
      circle,
      division: null,
      approvedBy: wanted().approvedBy,
    });
    const [known] = (await leavesOf(id)) ?? [];
    // It judges nothing from before it was approved.
    expect(known?.from).toBe(Date.parse(leave.versions[0]?.at ?? ''));
    expect(known).toMatchObject({ id: leave.id, to: Date.parse(leave.to), closed: null, place: { shapes: [circle] } });

    const back = await officer.ask('reportBack', { id: leave.id, body: { note: '本人到所销假' } });
    expect(back.versions.map(({ version, state, note }) => [version, state, note])).toEqual([
      [1, 'approved', null],
      [2, 'reported_back', '本人到所销假'],
    ]);
    const at = Date.parse(back.versions[1]?.at ?? '');
    expect(await leavesOf(id)).toMatchObject([
      { to: at, due: Date.parse(leave.to), closed: { at, how: 'reported_back' } },
    ]);
    expect((await officer.ask('listLeaves', { id })).items).toEqual([back]);

    const { rows } = await database.owner.query<{ what: string }>(
      'select what from world_change where supervisee_id = $1 order by id',
      [id],
    );
    expect(rows.map(({ what }) => what)).toEqual(['leave', 'leave']);
    const prosecutor = await api.as('prosecutor', HUICHUAN);
    const { items } = await prosecutor.ask('listAudit', { query: { subject: `supervisee:${id}` } });
    expect(items.map(({ action }) => action)).toEqual(['leave.reported-back', 'leave.approved']);
  });

  it('is over once, and stays as it was approved', async () => {
    const id = await somebody();
    const leave = await officer.ask('approveLeave', { id, body: wanted() });
    const withdrawal = { id: leave.id, body: { reason: '理由不实' } };
    expect(await officer.ask('withdrawLeave', withdrawal)).toMatchObject({ state: 'withdrawn', to: leave.to });
    expect(await officer.refusal('withdrawLeave', withdrawal)).toMatchObject({ status: 409, code: 'leave.over' });
    expect(await officer.refusal('reportBack', { id: leave.id })).toMatchObject({ status: 409, code: 'leave.over' });
    for (const text of [`update leave_version set reason = ''`, 'delete from leave_version', 'delete from leave']) {
      await expect(database.db.query({ name: text, text, values: [] })).rejects.toThrow(/permission denied/);
    }
  });

  it('may be for a county, or all counties of a city, whose borders are known', async () => {
    const id = await somebody();
    const away = { circle: undefined };
    await officer.ask('approveLeave', { id, body: wanted({ ...away, division: HUICHUAN }) });
    await officer.ask('approveLeave', { id, body: wanted({ ...away, division: HUICHUAN.slice(0, 4) }) });
    const [county, city] = (await leavesOf(id)) ?? [];
    expect(county?.place.shapes).toHaveLength(1);
    expect(city?.place.shapes.length).toBeGreaterThan(1);
    const unknown = { id, body: wanted({ ...away, division: '9999' }) };
    expect(await officer.refusal('approveLeave', unknown)).toMatchObject({ status: 422, code: 'division.unknown' });
  });

  it('is refused without one place, or with no time left', async () => {
    const id = await somebody();
    for (const change of [
      { circle: undefined },
      { division: HUICHUAN },
      { to: inDays(-2) },
      { from: inDays(-3), to: inDays(-1) },
    ]) {
      expect(await officer.refusal('approveLeave', { id, body: wanted(change) })).toMatchObject({
        status: 400,
        code: 'request.invalid',
      });
    }
  });
});

describe('an area with hours', () => {
  it('is told to the rules with them; other forms are refused', async () => {
    const database = await openTestDatabase();
    await seedCounties(database);
    const api = await startApi(database);
    try {
      const officer = await api.as('officer', HUICHUAN);
      const id = await addWearer(database, 'WB-HOURS', instant(Date.UTC(2026, 4, 9)));
      const schedule = { weekly: [{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }], to: '2026-12-31' };
      const body = { name: '住所', kind: 'inclusion', circle, supervisees: [id], schedule };
      expect(await officer.ask('addZone', { body })).toMatchObject({ schedule });
      const zones = (await new WorldView(database.owner).of([id])).get(id)?.zones;
      expect(zones?.map((zone) => zone.schedule)).toEqual([null, schedule]);
      const wrong = [
        { ...body, kind: 'exclusion' },
        { ...body, schedule: { nights: true } },
      ];
      for (const refused of wrong) {
        expect(await officer.refusal('addZone', { body: refused })).toMatchObject({ status: 400 });
      }
    } finally {
      await api.close();
      await database.close();
    }
  });
});
