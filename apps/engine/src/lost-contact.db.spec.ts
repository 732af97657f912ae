import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { after, hours, type Instant, type SuperviseeId } from '#libs/kernel';
import { Metrics } from '#libs/platform';
import { Hints } from '#libs/queue';
import { PostgresDatabase, SearchStore } from '#libs/store';
import { addWearer, NOON, openTestDatabase, seen, storeObservations, type TestDatabase } from '#libs/testkit';
import { Engine } from './engine.js';
import { EngineNumbers } from './numbers.js';

const at = (n: number): Instant => after(NOON, hours(n));

describe('lost contact', () => {
  let test: TestDatabase;
  let made = 0;
  const pools: PostgresDatabase[] = [];
  const hints = new Hints(process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:1');

  beforeAll(async () => {
    Logger.overrideLogger(false);
    test = await openTestDatabase();
  });
  afterAll(async () => {
    await hints.close();
    for (const pool of pools) await pool.end();
    await test.close();
  });

  async function started(now: Instant): Promise<Engine> {
    made += 1;
    const db = new PostgresDatabase({ url: test.applicationUrl, name: 'spec', max: 3 });
    pools.push(db);
    const engine = new Engine(`contact-${made}`, db, hints, new EngineNumbers(new Metrics()), now);
    await engine.lease.beat(now);
    await turned(engine, now);
    return engine;
  }
  async function turned(engine: Engine, now: Instant): Promise<void> {
    while (await engine.turn(now));
  }
  async function killed(): Promise<void> {
    await test.owner.query(`update engine_partition set held_until = '2000-01-01'; delete from engine_member`);
  }
  /** Somebody who is outside since noon. */
  async function away(engine: Engine): Promise<SuperviseeId> {
    made += 1;
    const device = `WB-${3_000 + made}`;
    const id = await addWearer(test, device, at(-1));
    await storeObservations(test, { id, device }, [seen(at(0), 1, { kind: 'strap_open' })]);
    await turned(engine, at(0.01));
    return id;
  }
  async function tried(id: SuperviseeId, when: Instant, result = 'no_answer'): Promise<void> {
    await test.owner.query(
      `insert into contact_attempt (alert_id, supervisee_id, at, account_id, way, result, note)
       select a.id, a.supervisee_id, $2, (select min(id) from account), 'call', $3, ''
       from alert a where a.supervisee_id = $1 and a.kind = 'strap.open'`,
      [id, new Date(when), result],
    );
  }
  async function alertsOf(id: SuperviseeId) {
    const { rows } = await test.owner.query<{ id: string }>(
      `select id::text, severity, alert_state(a) as state, occurred_at, end_reason, count, evidence -> 'facts' as facts
       from alert a where supervisee_id = $1 and kind = 'abscondment.suspected' order by id`,
      [id],
    );
    return rows;
  }
  const searchesOf = (id: SuperviseeId) => new SearchStore(test.db).listOf(id);
  async function auditOf(id: SuperviseeId) {
    const { rows } = await test.owner.query<{ action: string }>(
      `select action from audit_entry
       where actor = 'system:engine' and (subject = 'supervisee:' || $1 or detail ->> 'supervisee' = $1
         and subject in (select 'alert:' || id from alert where kind = 'abscondment.suspected')) order by seq`,
      [id],
    );
    return rows.map(({ action }) => action);
  }

  it('is suspected once when nobody can be reached, opens a search, and is over when somebody is', async () => {
    const engine = await started(at(0));
    const [lost, reached] = [await away(engine), await away(engine)];
    for (const id of [lost, reached]) await tried(id, at(0.1));
    await tried(reached, at(0.2), 'reached');
    await turned(engine, at(0.3));
    expect(await alertsOf(lost)).toEqual([]);
    await tried(lost, at(0.7));
    await tried(reached, at(0.7));
    await turned(engine, at(0.8));
    const [alert, ...others] = await alertsOf(lost);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      ...{ severity: 'critical', state: 'open', occurred_at: new Date(at(0.1)), count: 2 },
      facts: { ground: 'strap.open', attempts: 2 },
    });
    expect(await alertsOf(reached)).toEqual([]);
    expect(await searchesOf(lost)).toMatchObject([
      { alertId: alert?.id, superviseeId: lost, state: 'opened', ground: 'strap.open', versions: [{ by: null }] },
    ]);
    await killed();
    const next = await started(at(1));
    await turned(next, at(2));
    expect(await alertsOf(lost)).toHaveLength(1);
    expect(await auditOf(lost)).toEqual(['alert.opened', 'search.opened']);
    await tried(lost, at(3), 'reached');
    await turned(next, at(3.1));
    expect(await alertsOf(lost)).toMatchObject([{ state: 'ended', end_reason: 'reached' }]);
    expect(await searchesOf(lost)).toMatchObject([
      { state: 'alert_over', versions: [{ state: 'opened' }, { state: 'alert_over', note: 'reached' }] },
    ]);
    expect(await auditOf(lost)).toEqual(['alert.opened', 'search.opened', 'alert.ended', 'search.alert-over']);
    await killed();
  });

  it('is no more suspected when the officer has closed what it rested on', async () => {
    const engine = await started(at(0));
    const id = await away(engine);
    await tried(id, at(0.1));
    await tried(id, at(0.7));
    await turned(engine, at(0.8));
    expect(await alertsOf(id)).toHaveLength(1);
    await test.owner.query(
      `update alert set state = 'resolved', resolution = 'technical', resolved_at = $2
       where supervisee_id = $1 and kind in ('strap.open', 'device.silent')`,
      [id, new Date(at(1))],
    );
    await turned(engine, at(1.1));
    expect(await alertsOf(id)).toMatchObject([{ end_reason: 'ground-over' }]);
    await killed();
  });

  it('keeps what was written down of a search', async () => {
    const app = test.db;
    const change = { name: '', text: `update search_record_version set note = 'x'`, values: [] };
    await expect(app.query(change)).rejects.toMatchObject({ code: '42501' });
    await expect(app.query({ ...change, text: 'delete from search_record' })).rejects.toMatchObject({ code: '42501' });
  });
});
