import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readHeadroomPolicy, type Measurement } from '#libs/headroom';
import { instant } from '#libs/kernel';
import { hello } from '#libs/protocol';
import { FeedView, MonitoringStore } from '#libs/store';
import {
  HONGHUAGANG,
  HUICHUAN,
  openTestDatabase,
  seedCounties,
  startApi,
  until,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';
import { io } from 'socket.io-client';
import type { z } from 'zod';

const person = { name: '张某', category: 'probation', termFrom: '2026-01-01', termTo: '2027-01-01' };

describe('how the platform stands', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let officer: Caller;
  const policy = readHeadroomPolicy({ calmSeconds: 0 });

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
  beforeEach(async () => {
    await database.owner.query('delete from monitoring_condition');
    await database.owner.query('delete from engine_lane');
  });

  const measured = (...all: Measurement[]) =>
    database.db.transaction((tx) => new MonitoringStore(tx).take(all, policy, instant(Date.now()), 'system:spec'));
  async function greeting(caller = officer, cursor?: string): Promise<z.infer<typeof hello>> {
    const socket = io(`${api.url}/console`, {
      auth: { token: caller.token, cursor },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    const heard: unknown[] = [];
    socket.on('hello', (message) => heard.push(message));
    const message = await until('hello', () => heard[0]);
    socket.disconnect();
    return hello.strict().parse(message);
  }
  const health = async (): Promise<{ status: number; body: { details: Record<string, { status: string }> } }> => {
    const answer = await fetch(`${api.url}/health/ready`);
    return { status: answer.status, body: (await answer.json()) as never };
  };

  it('is in the greeting of a console that connects later, and not any more when it is restored', async () => {
    expect((await greeting()).degraded).toEqual([]);
    await measured({ what: 'disk.data', value: 71.26, detail: '/data' });
    const { newest } = await new FeedView(database.db).bounds();
    const { degraded, cursor } = await greeting();
    expect(cursor).toBe(newest);
    expect(degraded).toMatchObject([{ what: 'disk.data', value: 71.3, limit: 70, unit: 'percent', detail: '/data' }]);
    await measured({ what: 'disk.data', value: 20 });
    expect((await greeting()).degraded).toEqual([]);
  });

  it('is the same for every role over REST, with what is normal and what cannot be measured', async () => {
    await measured({ what: 'disk.data', value: 71 }, { what: 'connections', value: 3 });
    await measured({ what: 'redis.memory', value: null, detail: 'maxmemory is not set' });
    const expected = { state: 'degraded', conditions: [{}, {}, {}] };
    for (const role of ['officer', 'county', 'head', 'prosecutor', 'admin'] as const) {
      const answer = await (await api.as(role, HONGHUAGANG)).ask('getMonitoring');
      expect(answer).toMatchObject(expected);
      expect(answer.conditions.map(({ what, state }) => [what, state])).toEqual([
        ['disk.data', 'degraded'],
        ['connections', 'normal'],
        ['redis.memory', 'unmeasured'],
      ]);
    }
  });

  it('names a supervisee who is not judged to his own officers alone, and a number to the administrator', async () => {
    const county = await api.as('county', HUICHUAN);
    const { id } = await county.ask('addSupervisee', { body: { ...person, division: HUICHUAN } });
    await database.owner.query(`insert into engine_lane values ($1, now(), 'a rule threw')`, [id]);
    expect((await greeting()).degraded).toMatchObject([{ what: `supervisee ${id}` }]);
    expect((await greeting(await api.as('officer', HONGHUAGANG))).degraded).toEqual([]);
    const admin = await (await api.as('admin', HUICHUAN)).ask('getMonitoring');
    expect(admin.conditions).toMatchObject([{ what: 'supervisees', value: 1, state: 'degraded' }]);
  });

  it('is in the health of the process, which is ready all the same, and in its numbers', async () => {
    await measured({ what: 'connections', value: 1 }, { what: 'disk.data', value: 90 });
    await until('the next look', async () => (await health()).body.details['monitoring disk.data']?.status !== 'up');
    const { status, body } = await health();
    expect(status).toBe(200);
    expect([body.details['monitoring disk.data'], body.details['monitoring connections']]).toMatchObject([
      { status: 'degraded' },
      { status: 'up' },
    ]);
    const page = await (await fetch(`${api.url}/metrics`)).text();
    expect(page).toContain('monitoring_degraded{what="disk.data"} 1');
  }, 15_000);

  it('says, once, that nobody has measured anything for too long', async () => {
    await database.owner.query(
      `insert into monitoring_round (claimed_at, finished_at, series_since)
       values (now(), now() - interval '2 minutes', now() - interval '1 hour')`,
    );
    const { newest } = await new FeedView(database.db).bounds();
    const other = await startApi(database);
    await database.owner.query(
      `update policy set parameters = '{"roundSeconds": 0.1, "limits": {"process.worker": 1}}' where kind = 'monitoring'`,
    );
    await until('the worker is missed', async () => (await greeting()).degraded?.[0]?.what === 'process.worker');
    await until('the other one has looked too', async () => {
      const text = await (await fetch(`${other.url}/metrics`)).text();
      return text.includes('monitoring_degraded{what="process.worker"} 1');
    });
    const { items } = await officer.ask('readFeed', { query: { after: newest } });
    expect(items.map(({ type, data }) => [type, 'what' in data && data.what])).toEqual([
      ['monitoring.degraded', 'process.worker'],
    ]);
    await other.close();
  }, 30_000);
});
