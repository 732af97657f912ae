import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deviceId, instant, minutes, type SuperviseeId } from '#libs/kernel';
import {
  addWearer,
  BOZHOU,
  HUICHUAN,
  openTestDatabase,
  seedCounties,
  startApi,
  storeObservations,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';

const TEN = instant(Date.UTC(2026, 4, 9, 2));
const PLACE = { lat: 27.7, lon: 106.9 };
/** A metre to the north. */
const METRE = 1 / 111_195;

describe('who was near a place', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let county: Caller;
  const people: SuperviseeId[] = [];
  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    county = await api.as('county', HUICHUAN);
    // By metres to the north of the place, and minutes after ten.
    for (const said of [
      [
        [199, 5],
        [30, 20],
        [5_000, 40],
      ],
      [[201, 5]],
      [
        [10, -1],
        [10, 60],
      ],
      [[10, 30]],
    ]) {
      const device = `WB-NEAR-${people.length}`;
      const id = await addWearer(database, device, instant(TEN - minutes(600)));
      people.push(id);
      const records = said.map(([metres = 0, minute = 0], index) => ({
        ...{ superviseeId: id, deviceId: deviceId(device), life: 1, seq: index + 1, kind: 'fix', clockOffset: null },
        ...{ at: instant(TEN + minutes(minute)), receivedAt: instant(TEN + minutes(minute)), source: 'gnss' as const },
        ...{ lat: PLACE.lat + metres * METRE, lon: PLACE.lon, accuracy: 8 },
      }));
      await storeObservations(database, { id, device }, records);
    }
    await database.owner.query('update supervisee set division = $2 where id = $1', [people[3], BOZHOU]);
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  const query = {
    ...{ lat: String(PLACE.lat), lon: String(PLACE.lon), metres: '200', purpose: '走访核查' },
    ...{ from: '2026-05-09T10:00:00+08:00', to: '2026-05-09T11:00:00+08:00' },
  };

  it('is found within the distance, the hour and the jurisdiction, and nobody else is', async () => {
    const { items } = await county.ask('listNearby', { query });
    expect(items).toMatchObject([
      {
        ...{ superviseeId: people[0], fixes: 2, metres: 30, accuracy: 8 },
        ...{ firstAt: '2026-05-09T10:05:00.000+08:00', lastAt: '2026-05-09T10:20:00.000+08:00' },
        ...{ nearestAt: '2026-05-09T10:20:00.000+08:00', lat: PLACE.lat + 30 * METRE, lon: PLACE.lon },
      },
    ]);
    const city = await api.as('county', '5203');
    const { items: more } = await city.ask('listNearby', { query });
    expect(more.map(({ superviseeId }) => superviseeId)).toEqual([people[3], people[0]]);
  });

  it('is not told without a purpose, nor without a trace with each who was found', async () => {
    const { purpose: _, ...without } = query;
    expect(await county.refusal('listNearby', { query: without })).toMatchObject({ code: 'track.purpose-missing' });
    const prosecutor = await api.as('prosecutor', HUICHUAN);
    const { items } = await prosecutor.ask('listAudit', { query: { action: 'nearby.found' } });
    expect(items[0]).toMatchObject({
      subject: `supervisee:${people[0]}`,
      purpose: '走访核查',
      detail: { metres: 200 },
    });
    const searches = await prosecutor.ask('listAudit', { query: { action: 'nearby.searched' } });
    expect(searches.items[0]).toMatchObject({ subject: `division:${HUICHUAN}`, detail: { found: 1 } });
  });

  it('is asked for in times of at most six hours', async () => {
    const long = { ...query, to: '2026-05-09T16:00:00.001+08:00' };
    expect((await county.refusal('listNearby', { query: long })).errors).toEqual([
      { pointer: '/to', detail: 'at most 6 hours at once' },
    ]);
  });
});
