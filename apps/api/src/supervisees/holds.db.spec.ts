import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import {
  addWearer,
  HUICHUAN,
  openTestDatabase,
  seedCounties,
  startApi,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';

describe('a legal hold', () => {
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

  it('of a prosecutor is released by a prosecutor only, once, and all of it is in the audit log', async () => {
    const [prosecutor, head] = [await api.as('prosecutor', HUICHUAN), await api.as('head', HUICHUAN)];
    const id = await addWearer(database, 'WB-HOLD', instant(Date.UTC(2026, 4, 9)));
    const hold = await prosecutor.ask('placeHold', { id, body: { ground: 'prosecution', reason: '检察监督' } });
    expect(hold).toMatchObject({ superviseeId: id, placedRole: 'prosecutor', releasedAt: null });
    const release = { id: hold.id, body: { reason: '已办结' } };
    expect(await head.refusal('releaseHold', release)).toMatchObject({ status: 403, code: 'hold.of-prosecutor' });
    expect(await prosecutor.ask('releaseHold', release)).toMatchObject({ id: hold.id, releaseReason: '已办结' });
    expect(await prosecutor.refusal('releaseHold', release)).toMatchObject({ status: 409, code: 'hold.released' });
    expect((await head.ask('listHolds', { id })).items).toMatchObject([
      { placedBy: { name: `prosecutor of ${HUICHUAN}` }, releasedBy: { name: `prosecutor of ${HUICHUAN}` } },
    ]);
    const { items } = await prosecutor.ask('listAudit', { query: { subject: `supervisee:${id}` } });
    expect(items.map(({ action, role }) => [action, role])).toEqual([
      ['hold.released', 'prosecutor'],
      ['hold.placed', 'prosecutor'],
    ]);
  });
});
