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

const circle = { lat: 27.7, lon: 106.9, radius: 50 };
const protectedPerson = {
  kind: 'protected_person',
  designation: '被害人甲',
  personName: '王某',
  placeName: '某路 1 号',
  circle,
  buffer: 150,
  basis: '（2026）黔 0303 刑初 1 号',
};

describe('whom somebody must keep away from', () => {
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
    addWearer(database, `WB-KEEP-${(devices += 1)}`, instant(Date.UTC(2026, 4, 9)));
  const actionsOf = async (id: SuperviseeId) => {
    const prosecutor = await api.as('prosecutor', HUICHUAN);
    const { items } = await prosecutor.ask('listAudit', { query: { subject: `supervisee:${id}` } });
    return items;
  };

  it('is a protected person, whose name and address are told for a purpose, and the look is logged', async () => {
    const id = await somebody();
    const contact = await officer.ask('forbidContact', { id, body: protectedPerson });
    expect(contact).toMatchObject({
      kind: 'protected_person',
      state: 'in_force',
      designation: '被害人甲',
      buffer: 150,
    });
    const listed = await officer.ask('listForbiddenContacts', { id });
    expect(listed.items).toEqual([contact]);
    expect(JSON.stringify(listed)).not.toMatch(/王某|某路|106\.9/);
    expect(await officer.refusal('seeProtectedPlace', { id: contact.id })).toMatchObject({ status: 400 });
    expect(await officer.ask('seeProtectedPlace', { id: contact.id, query: { purpose: '核实告警' } })).toEqual({
      ...{ personName: '王某', placeName: '某路 1 号', geometry: null, circle, buffer: 150 },
    });
    const prosecutor = await api.as('prosecutor', HUICHUAN);
    const asked = { id: contact.id, query: { purpose: '监督' } };
    expect(await prosecutor.refusal('seeProtectedPlace', asked)).toMatchObject({ status: 403 });
    const log = await actionsOf(id);
    expect(log).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'forbidden-contact.place-viewed', purpose: '核实告警' }),
        expect.objectContaining({ action: 'forbidden-contact.recorded' }),
      ]),
    );
    expect(JSON.stringify(log)).not.toMatch(/王某|某路/);
    const exclusions = (await new WorldView(database.owner).of([id])).get(id)?.exclusions;
    const from = Date.parse(contact.versions[0]?.at ?? '');
    expect(exclusions).toMatchObject([{ name: '被害人甲', shape: circle, buffer: 150, from, to: null }]);
  });

  it('is a co-offender, for both, until it is withdrawn', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const body = { kind: 'co_offender', superviseeId: other, basis: '同案' };
    const contact = await officer.ask('forbidContact', { id: one, body });
    expect(contact.other).toMatchObject({ id: other });
    const [mirrored] = (await officer.ask('listForbiddenContacts', { id: other })).items;
    expect(mirrored).toMatchObject({ id: contact.id, other: { id: one } });
    expect(await officer.refusal('forbidContact', { id: one, body })).toMatchObject({ code: 'contact.exists' });
    const back = { ...body, superviseeId: one };
    expect(await officer.refusal('forbidContact', { id: other, body: back })).toMatchObject({ code: 'contact.exists' });
    expect(await officer.refusal('forbidContact', { id: one, body: back })).toMatchObject({ code: 'request.invalid' });
    const withdrawal = { id: contact.id, body: { reason: '禁止令期满' } };
    const over = await officer.ask('withdrawForbiddenContact', withdrawal);
    expect(over).toMatchObject({ state: 'withdrawn', versions: [{ state: 'in_force' }, { note: '禁止令期满' }] });
    expect(await officer.refusal('withdrawForbiddenContact', withdrawal)).toMatchObject({ code: 'contact.withdrawn' });
    const { rows } = await database.owner.query<{ supervisee_id: string }>(
      `select supervisee_id::text from world_change where what = 'contact' and supervisee_id = any($1) order by id`,
      [[one, other]],
    );
    expect(rows.map((row) => row.supervisee_id)).toEqual([one, other, one, other]);
  });
});
