import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hours, instant, minutes, type SuperviseeId } from '#libs/kernel';
import { MonitoredTimeStore } from '#libs/store';
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

const BOUND = instant(Date.UTC(2026, 4, 9, 15, 30));

describe('monitored time', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let prosecutor: Caller;
  let id: SuperviseeId;
  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    prosecutor = await api.as('prosecutor', HUICHUAN);
    id = await addWearer(database, 'WB-LEDGER', BOUND);
    const store = new MonitoredTimeStore(database.db);
    const now = instant(BOUND + hours(26));
    await store.mark(now);
    while ((await store.judge(now, 100)) > 0);
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  it('is shown by days of China, in seconds that add up', async () => {
    const { items } = await prosecutor.ask('getMonitoredTime', { id, query: { from: '2026-05-01', to: '2026-05-10' } });
    expect(items).toMatchObject([
      { day: '2026-05-09', bound: 1_800, silent: 1_800, monitored: 0, through: '2026-05-10T00:00:00.000+08:00' },
      { day: '2026-05-10', bound: 86_400, silent: 86_400, records: 0, batteryMin: null, longestSilence: 3_600 },
    ]);
  });

  it('is worked out anew for whoever doubts it', async () => {
    const day = { id, query: { day: '2026-05-10' } };
    expect(await prosecutor.ask('recomputeMonitoredTime', day)).toMatchObject({
      bound: 86_400,
      hours: 24,
      different: 0,
    });
    await database.owner.query(`update device_hour set silent_ms = 0, monitored_ms = $2 where supervisee_id = $1`, [
      id,
      minutes(60),
    ]);
    expect(await prosecutor.ask('recomputeMonitoredTime', day)).toMatchObject({ silent: 86_400, different: 24 });
  });

  it('is asked for in days that are days', async () => {
    const refused = await prosecutor.refusal('getMonitoredTime', {
      id,
      query: { from: '2026-05-02', to: '2026-05-01' },
    });
    expect(refused.errors).toEqual([{ pointer: '/to', detail: 'must not be before from' }]);
    const tooLong = await prosecutor.refusal('getMonitoredTime', {
      id,
      query: { from: '2025-05-01', to: '2026-05-02' },
    });
    expect(tooLong.status).toBe(400);
  });
});
