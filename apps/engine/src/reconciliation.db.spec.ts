import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { after, days, hours, instant, minutes, type Instant, type Millis, type SuperviseeId } from '#libs/kernel';
import { Metrics } from '#libs/platform';
import { Hints } from '#libs/queue';
import { PostgresDatabase } from '#libs/store';
import { addWearer, NOON, openTestDatabase, seen, storeObservations, type TestDatabase } from '#libs/testkit';
import { Engine } from './engine.js';
import { EngineNumbers } from './numbers.js';

const since = (length: Millis): Instant => after(NOON, length);

describe('the reconciliation of orders', () => {
  let test: TestDatabase;
  let made = 0;
  const pools: PostgresDatabase[] = [];
  const hints = new Hints(process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:1');

  beforeAll(async () => {
    Logger.overrideLogger(false);
    test = await openTestDatabase();
  });
  afterEach(async () => {
    await killed();
    // Who was of one spec is not looked for in the next.
    await test.owner.query(`update device_order set ended_at = valid_from`);
    await test.owner.query(`delete from policy where version = 9`);
  });
  afterAll(async () => {
    await hints.close();
    for (const pool of pools) await pool.end();
    await test.close();
  });

  async function begun(now: Instant): Promise<Engine> {
    made += 1;
    const db = new PostgresDatabase({ url: test.applicationUrl, name: 'spec', max: 3 });
    pools.push(db);
    const engine = new Engine(`orders-${made}`, db, hints, new EngineNumbers(new Metrics()), now);
    await engine.lease.beat(now);
    return engine;
  }
  async function turned(engine: Engine, now: Instant): Promise<void> {
    while (await engine.turn(now));
  }
  /** It has been running for so long that it looks at orders. */
  async function started(now: Instant): Promise<Engine> {
    const engine = await begun(instant(now - minutes(5)));
    await turned(engine, now);
    return engine;
  }
  /** As if its process had been killed: it writes nothing more, and its lease runs out. */
  async function killed(): Promise<void> {
    await test.owner.query(`update engine_partition set held_until = '2000-01-01'; delete from engine_member`);
  }
  async function wearer(): Promise<{ id: SuperviseeId; device: string }> {
    made += 1;
    const device = `WB-${2_000 + made}`;
    return { device, id: await addWearer(test, device, NOON) };
  }
  async function unbound(): Promise<{ id: SuperviseeId; device: string }> {
    const who = await wearer();
    await test.owner.query('delete from device_binding where supervisee_id = $1', [who.id]);
    return who;
  }
  async function changed(id: SuperviseeId, what: string, when: Instant): Promise<void> {
    const values = [id, what, new Date(when)];
    await test.owner.query(`insert into world_change (supervisee_id, what, at) values ($1, $2, $3)`, values);
  }
  async function alertsOf(id: SuperviseeId) {
    const { rows } = await test.owner.query<{ id: string; kind: string; end_reason: string | null }>(
      `select id::text, kind, alert_state(a) as state, severity, device_id, occurred_at, ended_at, end_reason, count, late,
         evidence -> 'facts' ->> 'how' as how, latencies ->> 'fixAt' as fix
       from alert a where supervisee_id = $1 and kind like 'order.%' order by id`,
      [id],
    );
    return rows;
  }
  async function toldOf(id: string | undefined) {
    const feed = await test.owner.query<{ type: string }>(
      `select type from feed_event where data ->> 'id' = $1 order by cursor`,
      [id],
    );
    const audit = await test.owner.query<{ action: string }>(
      `select action from audit_entry where subject = 'alert:' || $1 and actor = 'system:engine' order by seq`,
      [id],
    );
    return { feed: feed.rows.map((row) => row.type), audit: audit.rows.map((row) => row.action) };
  }

  it('finds who is not watched within the hour, and ends it when a wristband is bound and reports', async () => {
    const who = await unbound();
    const engine = await started(since(minutes(10)));
    expect(await alertsOf(who.id)).toEqual([]);
    await turned(engine, since(minutes(75)));
    const [alert, ...others] = await alertsOf(who.id);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      ...{ kind: 'order.uncovered', state: 'open', severity: 'serious', how: 'unbound', device_id: null },
      ...{ occurred_at: new Date(NOON), ended_at: null, late: false, fix: null },
    });
    expect(await toldOf(alert?.id)).toEqual({ feed: ['alert.opened'], audit: ['alert.opened'] });
    const bound = since(minutes(80));
    await test.owner.query(
      `insert into device_binding (device_id, supervisee_id, during) values ($1, $2, tstzrange($3, null))`,
      [who.device, who.id, new Date(bound)],
    );
    await changed(who.id, 'binding', bound);
    await turned(engine, since(minutes(81)));
    expect(await alertsOf(who.id)).toMatchObject([{ how: 'never', ended_at: null, count: 2 }]);
    await storeObservations(test, who, [seen(since(minutes(82)), 1)]);
    await turned(engine, since(minutes(83)));
    expect(await alertsOf(who.id)).toMatchObject([
      { state: 'ended', end_reason: 'covered', ended_at: new Date(since(minutes(82))) },
    ]);
    expect(await toldOf(alert?.id)).toEqual({
      feed: ['alert.opened', 'alert.changed', 'alert.ended'],
      audit: ['alert.opened', 'alert.ended'],
    });
  });

  it('leaves wristbands time to be heard of again after a start', async () => {
    const who = await unbound();
    const engine = await begun(since(hours(5)));
    await turned(engine, after(since(hours(5)), minutes(1)));
    expect(await alertsOf(who.id)).toEqual([]);
    await turned(engine, after(since(hours(5)), minutes(3)));
    expect(await alertsOf(who.id)).toHaveLength(1);
  });

  it('finds everybody once, whoever runs them, killed in between or not', async () => {
    const people = [await unbound(), await unbound(), await unbound(), await wearer()];
    const one = await begun(since(hours(2)));
    const other = await begun(since(hours(2)));
    await one.lease.beat(since(hours(2)));
    await turned(one, since(hours(3)));
    await other.lease.beat(since(hours(3)));
    await turned(other, since(hours(3)));
    expect(one.lease.held.size + other.lease.held.size).toBe(64);
    await killed();
    const third = await started(since(hours(4)));
    await turned(third, since(hours(6)));
    for (const { id } of people) {
      const alerts = await alertsOf(id);
      expect(alerts).toHaveLength(1);
      expect((await toldOf(alerts[0]?.id)).audit).toEqual(['alert.opened']);
    }
  });

  it('writes nothing for a partition that somebody else has taken over', async () => {
    const who = await unbound();
    const paused = await started(since(minutes(30)));
    await killed();
    const other = await started(since(minutes(40)));
    // The paused one wakes up before it hears that it has lost its partitions.
    await paused.turn(since(hours(2)));
    expect(await alertsOf(who.id)).toEqual([]);
    await turned(other, since(hours(2)));
    expect(await alertsOf(who.id)).toHaveLength(1);
  });

  it('tells of an order that is about to end until it is renewed, and of none that is', async () => {
    const [who, renewed] = [await wearer(), await wearer()];
    const renew = async (id: SuperviseeId, at: Instant): Promise<void> => {
      await test.owner.query(
        `insert into device_order (supervisee_id, ground, evidence, valid_from, valid_to, state, proposed_by, proposed_at,
           approved_by, approved_at)
         select supervisee_id, ground, '', valid_to, valid_to + interval '60 days', 'approved', proposed_by, $2, approved_by, $2
         from device_order where supervisee_id = $1`,
        [id, new Date(at)],
      );
      await changed(id, 'order', at);
    };
    await renew(renewed.id, since(days(40)));
    const engine = await started(since(days(45)));
    const ofEnding = async (id: SuperviseeId) => (await alertsOf(id)).filter(({ kind }) => kind === 'order.ending');
    expect(await ofEnding(who.id)).toEqual([]);
    await turned(engine, after(since(days(46)), hours(1)));
    const [alert, ...others] = await ofEnding(who.id);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ severity: 'warning', device_id: who.device, occurred_at: new Date(since(days(46))) });
    expect(await ofEnding(renewed.id)).toEqual([]);
    await killed();
    const next = await started(since(days(50)));
    await renew(who.id, since(days(51)));
    await turned(next, since(days(51)));
    expect(await ofEnding(who.id)).toMatchObject([
      { id: alert?.id, state: 'ended', end_reason: 'renewed', ended_at: new Date(since(days(51))) },
    ]);
    expect((await toldOf(alert?.id)).audit).toEqual(['alert.opened', 'alert.ended']);
  });

  it('tells the consoles where a policy makes no sense, and goes on with the records', async () => {
    const who = await unbound();
    await test.owner.query(
      `insert into policy (kind, version, division, valid_from, parameters, basis)
       values ('order.uncovered', 9, '520303', '2026-01-01', '{"unboundSeconds": "one"}', 'spec')`,
    );
    const engine = await started(since(hours(2)));
    const lanes = `select reason from engine_lane where supervisee_id = $1`;
    expect((await test.owner.query(lanes, [who.id])).rows).toEqual([{ reason: 'the rule order.uncovered failed' }]);
    const told = `select type from feed_event where type like 'monitoring.%' and data ->> 'what' = $1 order by cursor`;
    expect((await test.owner.query(told, [`supervisee ${who.id}`])).rows).toEqual([{ type: 'monitoring.degraded' }]);
    await storeObservations(test, who, [seen(since(hours(2)), 1, { kind: 'sos' })]);
    await turned(engine, after(since(hours(2)), minutes(1)));
    const sos = await test.owner.query(`select from alert where supervisee_id = $1 and kind = 'sos'`, [who.id]);
    expect(sos.rowCount).toBe(1);
    await test.owner.query(`delete from policy where version = 9`);
    await changed(who.id, 'policy', since(hours(2)));
    await turned(engine, after(since(hours(2)), minutes(3)));
    expect(await alertsOf(who.id)).toHaveLength(1);
    expect((await test.owner.query(lanes, [who.id])).rows).toEqual([]);
  });
});
