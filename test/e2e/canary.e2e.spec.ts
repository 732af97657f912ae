import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { until } from '../support/until.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';

interface Monitoring {
  readonly conditions: readonly { readonly what: string; readonly state: string; readonly since: string }[];
}
interface Page {
  readonly items: readonly object[];
}

describe('the canary', () => {
  let zhengtu: Zhengtu;
  let owner: pg.Pool;

  beforeAll(async () => {
    zhengtu = await startZhengtu({ CANARY: '1' });
    owner = new pg.Pool({ connectionString: zhengtu.ownerUrl, max: 1 });
    owner.on('error', () => undefined);
    const policy = { roundSeconds: 1, calmSeconds: 1, limits: { 'alerts.halted': 15 } };
    await owner.query(
      `insert into policy (kind, version, valid_from, parameters, basis) values ('monitoring', 2, now(), $1, 'spec')`,
      [policy],
    );
  }, 120_000);
  afterAll(async () => {
    await owner.end();
    await zhengtu.stop();
  }, 30_000);

  const count = async (sql: string): Promise<number> => {
    const { rows } = await owner.query<{ count: number }>(`select count(*)::integer as count from ${sql}`);
    return rows[0]?.count ?? 0;
  };
  const alerts = () => count(`alert a join canary c using (supervisee_id) where a.kind = 'zone.exit'`);
  const halted = async () =>
    (await zhengtu.prosecutor.get<Monitoring>('/monitoring')).conditions.find(({ what }) => what === 'alerts.halted');

  it('tells every officer that alerts do not come while the engine hangs, and since when, until they come again', async () => {
    await until('an alert about the canary', async () => (await alerts()) > 0, 100_000);
    await until('that all is well', async () => (await halted())?.state === 'normal');
    // A break waits for its second fix and for the next look; whoever stops then halts it from when it began.
    await until('that no break waits', async () => (await count('canary where broken_at is null')) === 1, 60_000);
    const pid = zhengtu.pid('engine') ?? 0;
    const stopped = Date.now();
    process.kill(pid, 'SIGSTOP');
    try {
      await until('that it is told', async () => (await halted())?.state === 'degraded', 100_000);
      expect(Date.parse((await halted())?.since ?? '')).toBeGreaterThanOrEqual(stopped - 1_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await until('that it is over', async () => (await halted())?.state === 'normal', 100_000);
    const { rows } = await owner.query(
      `select type, division from feed_event where data ->> 'what' = 'alerts.halted' order by cursor`,
    );
    // On a busy machine a later break may wait longer than the short limit of this spec: that is told again.
    expect(rows.slice(0, 2)).toEqual([
      { type: 'monitoring.degraded', division: null },
      { type: 'monitoring.restored', division: null },
    ]);
  }, 330_000);

  it('is in no queue, list, feed and log', async () => {
    await until('an alert about the canary', async () => (await alerts()) > 0, 100_000);
    for (const path of ['/alerts', '/supervisees', '/devices', '/zones']) {
      const { items } = await zhengtu.office.get<Page>(path);
      expect(JSON.stringify(items).toLowerCase()).not.toContain('canary');
    }
    expect(await count(`feed_event where division = '000000' or data::text ilike '%canary%'`)).toBe(0);
    expect(await count(`audit_entry where division = '000000'`)).toBe(0);
    expect(await count(`record where device_id = 'CANARY-0000' and clock_offset_ms is null`)).toBeGreaterThan(0);
    expect(await count(`sealed_record where device_id = 'CANARY-0000'`)).toBe(0);
  }, 130_000);
});
