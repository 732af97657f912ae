import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatheringView } from '#libs/store';
import { HUICHUAN, openTestDatabase, seedCounties, startApi, type RunningApi, type TestDatabase } from '#libs/testkit';

const wanted = { name: '培训基地', circle: { lat: 27.7, lon: 106.9, radius: 80 }, reason: '集中教育' };

describe('listed places', () => {
  let database: TestDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  it('hold for the people of a jurisdiction from when they are listed until they are withdrawn, by whoever may', async () => {
    const city = await api.as('county', HUICHUAN.slice(0, 4));
    const officer = await api.as('officer', HUICHUAN);
    const above = await city.ask('listPlace', { body: wanted });
    const own = await officer.ask('listPlace', { body: { ...wanted, name: '司法所' } });
    expect((await officer.ask('listListedPlaces')).items).toEqual([own, above]);
    expect(own).toMatchObject({ division: HUICHUAN, state: 'in_force', versions: [{ version: 1 }] });
    const outside = { body: { ...wanted, division: '520102' } };
    expect(await officer.refusal('listPlace', outside)).toMatchObject({ code: 'officer.outside-jurisdiction' });
    const withdrawal = (id: string) => ({ id, body: { reason: '不再使用' } });
    expect(await officer.refusal('withdrawListedPlace', withdrawal(above.id))).toMatchObject({ status: 404 });
    const view = new GatheringView(database.db);
    expect(await view.places(HUICHUAN)).toMatchObject([{ to: null }, { shape: wanted.circle, to: null }]);
    const over = await officer.ask('withdrawListedPlace', withdrawal(own.id));
    expect(over).toMatchObject({ state: 'withdrawn', versions: [{}, { note: '不再使用' }] });
    const at = Date.parse(over.versions[1]?.at ?? '');
    expect(await view.places(HUICHUAN)).toMatchObject([{ to: null }, { to: at }]);
    const again = await officer.refusal('withdrawListedPlace', withdrawal(own.id));
    expect(again).toMatchObject({ code: 'listed-place.withdrawn' });
    const prosecutor = await api.as('prosecutor', HUICHUAN);
    const { items } = await prosecutor.ask('listAudit', { query: { subject: `listed-place:${own.id}` } });
    expect(items.map(({ action }) => action).sort()).toEqual(['listed-place.listed', 'listed-place.withdrawn']);
  });
});
