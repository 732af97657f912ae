import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, startApi, type Caller, type RunningApi, type TestDatabase } from '#libs/testkit';

const person = {
  name: '张某',
  division: '520303',
  category: 'probation',
  termFrom: '2026-01-01',
  termTo: '2027-01-01',
};

describe('the api', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let county: Caller;

  beforeAll(async () => {
    database = await openTestDatabase();
    await database.owner.query(`insert into division (code, name_zh, name_en, source) values
      ('520303', '汇川区', 'Huichuan', 'spec'), ('520302', '红花岗区', 'Honghuagang', 'spec'), ('520304', '播州区', 'Bozhou', 'spec')`);
    api = await startApi(database);
    county = await api.as('county', '520303');
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  it('registers a supervisee and shows him', async () => {
    const added = await county.ask('addSupervisee', { body: person });
    expect(await county.ask('getSupervisee', { id: added.id })).toEqual(added);
    expect(added).toMatchObject({ ...person, minor: false, device: null, order: null, openAlerts: 0, version: 1 });
  });

  it('points at every wrong and every unknown field', async () => {
    const refused = await county.refusal('addSupervisee', { body: { ...person, categroy: 'parole', termTo: 'soon' } });
    expect(refused).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(refused.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/categroy', '/termTo']);
  });
});
