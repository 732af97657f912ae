import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hours, instant } from '#libs/kernel';
import { MonitoredTimeView } from '#libs/store';
import { addWearer, openTestDatabase, type TestDatabase } from '#libs/testkit';
import { RollUpService } from './roll-up.service.js';

const BOUND = instant(Date.UTC(2026, 4, 9, 18));

describe('the roll-up', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => database.close());

  it('comes to the same rows when workers do it at the same time', async () => {
    const people = await Promise.all(['WB-A1', 'WB-A2', 'WB-A3'].map((device) => addWearer(database, device, BOUND)));
    const workers = [1, 2, 3].map(() => new RollUpService(database.db));
    const now = instant(BOUND + hours(10));
    await Promise.all(workers.map((worker) => worker.rollUp(now)));
    await Promise.all(workers.map((worker) => worker.rollUp(now)));
    const view = new MonitoredTimeView(database.db);
    for (const id of people) {
      const [day] = await view.days(id, '2026-05-10', '2026-05-10');
      // The tenth hour is judged once what came in time has come.
      expect(day?.silent).toBe(hours(9));
    }
  });
});
