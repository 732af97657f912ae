import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DomainError, instant, minutes, type Instant, type SuperviseeId } from '#libs/kernel';
import { Metrics } from '#libs/platform';
import { Hints } from '#libs/queue';
import { PostgresDatabase } from '#libs/store';
import {
  addWearer,
  deliveries,
  EngineInMemory,
  NOON,
  openTestDatabase,
  pointOutside,
  seen,
  storeObservations,
  track,
  world,
  type TestDatabase,
} from '#libs/testkit';
import fc from 'fast-check';
import { Engine } from './engine.js';
import type { Observation } from '#libs/rules';
import { EngineNumbers } from './numbers.js';

const inside = { ...pointOutside(-500), accuracy: 10, source: 'gnss' };
const at = (secondsAfterNoon: number): Instant => instant(NOON + secondsAfterNoon * 1_000);

describe('the engine on a database', () => {
  let test: TestDatabase;
  let made = 0;
  const pools: PostgresDatabase[] = [];
  const hints = new Hints(process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:1');

  beforeAll(async () => {
    // Lanes that are stopped on purpose say so.
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
    const engine = new Engine(`engine-${made}`, db, hints, new EngineNumbers(new Metrics()), now);
    await engine.lease.beat(now);
    await turned(engine, now);
    return engine;
  }
  async function turned(engine: Engine, now: Instant): Promise<void> {
    while (await engine.turn(now));
  }
  async function wearer(since = at(-600)): Promise<{ id: SuperviseeId; device: string }> {
    made += 1;
    const device = `WB-${1_000 + made}`;
    return { device, id: await addWearer(test, device, since) };
  }
  async function alertsOf(id: SuperviseeId) {
    const { rows } = await test.owner.query<{
      id: string;
      kind: string;
      late: boolean;
      ended_at: Date | null;
      end_reason: string | null;
      count: number;
      minutes: number;
    }>(
      `select id::text, kind, late, ended_at, end_reason, count,
         (extract(epoch from due_at - detected_at) / 60)::int as minutes
       from alert where supervisee_id = $1 order by id`,
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
  async function changed(id: SuperviseeId | null, what: string, when: Instant): Promise<void> {
    await test.owner.query(`insert into world_change (supervisee_id, what, at) values ($1, $2, $3)`, [
      id,
      what,
      new Date(when),
    ]);
  }
  /** As if its process had been killed: it writes nothing more, and its lease runs out. */
  async function killed(): Promise<void> {
    await test.owner.query(`update engine_partition set held_until = '2000-01-01'; delete from engine_member`);
  }

  describe('though nothing is heard', () => {
    // A call for help is over when an hour has passed without another.
    const over = 3_600;
    const callsOf = async (id: SuperviseeId) => (await alertsOf(id)).filter(({ kind }) => kind === 'sos');
    afterEach(killed);
    async function called(): Promise<{ who: { id: SuperviseeId; device: string }; engine: Engine }> {
      const who = await wearer();
      const engine = await started(at(0));
      const { records } = track().event('sos');
      await storeObservations(test, who, records);
      await turned(engine, at(1));
      return { who, engine };
    }

    it('finds what is due, and not before what was sent in time can have come', async () => {
      const { who, engine } = await called();
      await turned(engine, at(over + 10));
      expect(await callsOf(who.id)).toMatchObject([{ kind: 'sos', ended_at: null }]);
      await turned(engine, at(over + 20));
      expect(await callsOf(who.id)).toMatchObject([{ kind: 'sos', ended_at: new Date(at(over)), end_reason: 'quiet' }]);
    });

    it('finds it after another engine has taken over', async () => {
      const { who, engine } = await called();
      await engine.remember(at(2));
      await killed();
      const next = await started(at(over + 20));
      await turned(next, at(over + 21));
      expect(await callsOf(who.id)).toMatchObject([{ kind: 'sos', ended_at: new Date(at(over)), end_reason: 'quiet' }]);
    });

    it('takes back what a late record shows to be otherwise', async () => {
      const { who, engine } = await called();
      await turned(engine, at(over + 20));
      const { records } = track().event('sos').pause(minutes(30)).event('sos');
      await storeObservations(test, who, records.slice(1));
      await turned(engine, at(over + 21));
      expect(await callsOf(who.id)).toMatchObject([{ kind: 'sos', ended_at: null, count: 2 }]);
    });
  });

  it('knows the areas that somebody must not enter', async () => {
    const who = await wearer();
    const shape = { ...pointOutside(150), radius: 110 };
    await test.owner.query(
      `with drawn as (insert into zone (division, created_at) values ('520303', $2) returning id)
       insert into zone_version (zone_id, version, name, kind, circle, supervisees, valid_from)
       select id, 1, 'school', 'exclusion', $3, array[$1::bigint], $2 from drawn`,
      [who.id, new Date(at(-600)), JSON.stringify(shape)],
    );
    const engine = await started(at(0));
    const { records } = track().inside().outside(150, 1);
    await storeObservations(test, who, records);
    await turned(engine, at(11));
    expect(await alertsOf(who.id)).toMatchObject([{ kind: 'zone.entry', late: false, ended_at: null, minutes: 5 }]);
    await killed();
  });

  it('makes one alert, one feed event and one audit entry of a story, and ends it', async () => {
    const who = await wearer();
    const engine = await started(at(0));
    const { records } = track().inside().outside(120, 5).inside(2);
    await storeObservations(test, who, records.slice(0, 6));
    await turned(engine, at(51));
    const [alert, ...others] = await alertsOf(who.id);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ kind: 'zone.exit', late: false, ended_at: null, minutes: 15 });
    expect(await toldOf(alert?.id)).toEqual({ feed: ['alert.opened'], audit: ['alert.opened'] });
    await storeObservations(test, who, records.slice(6));
    await turned(engine, at(71));
    expect(await alertsOf(who.id)).toMatchObject([{ end_reason: 'returned', count: 5 }]);
    expect(await toldOf(alert?.id)).toEqual({
      feed: ['alert.opened', 'alert.ended'],
      audit: ['alert.opened', 'alert.ended'],
    });
    await killed();
  });

  it('finds what came late, and marks it', async () => {
    const who = await wearer();
    const engine = await started(at(0));
    const story = track().inside().event('strap_open').event('strap_closed').inside(3).records;
    const [first, open, close, ...rest] = story;
    await storeObservations(
      test,
      who,
      [first, ...rest].flatMap((record) => record ?? []),
    );
    await turned(engine, at(61));
    const receivedAt = at(300);
    await storeObservations(
      test,
      who,
      [open, close].flatMap((record) => (record ? [{ ...record, receivedAt }] : [])),
    );
    await turned(engine, at(301));
    expect(await alertsOf(who.id)).toMatchObject([
      { kind: 'strap.open', late: true, end_reason: 'closed', minutes: 5 },
    ]);
    await killed();
  });

  it('does not go back to what it remembered before something came late', async () => {
    const who = await wearer();
    const first = await started(at(0));
    const fix = (second: number, seq: number, kind = 'fix') => seen(at(second), seq, { kind, ...inside });
    await storeObservations(test, who, [fix(0, 1), fix(10, 3)]);
    await turned(first, at(11));
    await first.remember(at(11));
    await storeObservations(test, who, [fix(5, 2, 'strap_open')]);
    await turned(first, at(12));
    await storeObservations(test, who, [fix(40, 5)]);
    await turned(first, at(41));
    await killed();
    const second = await started(at(42));
    await storeObservations(test, who, [fix(20, 4)]);
    await turned(second, at(43));
    expect(await alertsOf(who.id)).toMatchObject([{ kind: 'strap.open', ended_at: null, end_reason: null }]);
    await killed();
  });

  it('ends what late records contradict, and keeps the words it had', async () => {
    const who = await wearer();
    const engine = await started(at(0));
    const [out, inside, outAgain] = track().outside(120).inside().outside(120).records;
    await storeObservations(
      test,
      who,
      [out, outAgain].flatMap((record) => record ?? []),
    );
    await turned(engine, at(21));
    await storeObservations(test, who, inside ? [{ ...inside, receivedAt: at(100) }] : []);
    await turned(engine, at(101));
    const [alert] = await alertsOf(who.id);
    expect(alert).toMatchObject({ end_reason: 'contradicted', ended_at: new Date(at(101)) });
    const revisions = await test.owner.query('select reason, before from alert_revision where alert_id = $1', [
      alert?.id,
    ]);
    expect(revisions.rows).toMatchObject([{ reason: 'contradicted', before: { endedAt: null, count: 2 } }]);
    expect((await toldOf(alert?.id)).feed).toEqual(['alert.opened', 'alert.ended']);
    await killed();
  });

  it('writes nothing twice when it is killed and begins again', async () => {
    const who = await wearer();
    const story = track().inside().outside(120, 5).event('strap_open').records;
    const before = await started(at(0));
    await storeObservations(test, who, story.slice(0, 4));
    await turned(before, at(41));
    await before.remember(at(41));
    await storeObservations(test, who, story.slice(4));
    await turned(before, at(71));
    const raised = await alertsOf(who.id);
    await killed();
    const after = await started(at(80));
    await turned(after, at(81));
    expect((await alertsOf(who.id)).map((alert) => alert.id)).toEqual(raised.map((alert) => alert.id));
    expect(raised.map((alert) => alert.kind)).toEqual(['zone.exit', 'strap.open']);
    for (const { id } of raised) expect((await toldOf(id)).audit).toEqual(['alert.opened']);
    await killed();
  });

  it('ends in the same alerts however records arrive, killed in between or not', async () => {
    const shown = `select split_part(episode, ':', 1) || ':' || split_part(episode, ':', 3) as episode, ended_at, end_reason,
        count, last_evidence_at
      from alert
      where supervisee_id = $1 and kind <> 'device.silent' and end_reason is distinct from 'contradicted'
      order by episode`;
    const kills = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(deliveries, kills, async ({ records, batches }, killing) => {
        const who = await wearer();
        let engine = await started(at(0));
        for (const [turn, batch] of batches.entries()) {
          await storeObservations(test, who, batch);
          await turned(engine, at(turn));
          if (turn % 3 === 1) await engine.remember(at(turn));
          if (!killing[turn % killing.length]) continue;
          await killed();
          engine = await started(at(turn));
        }
        await engine.remember(at(1_000));
        await killed();
        const expected = new EngineInMemory(world());
        expected.take(records);
        expect((await test.owner.query(shown, [who.id])).rows).toEqual(
          expected.standing.map(({ episode, ended, count, lastAt }) => ({
            episode: episode.replace(/:\d+:/, ':'),
            ended_at: ended && new Date(ended.at),
            end_reason: ended && ended.reason,
            count,
            last_evidence_at: new Date(lastAt),
          })),
        );
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('raises silence after the grace of a start, and ends it with the next record', async () => {
    const who = await wearer();
    const story = track().inside(2).records;
    await storeObservations(test, who, story);
    const engine = await started(at(20));
    await turned(engine, at(49));
    expect(await alertsOf(who.id)).toEqual([]);
    await turned(engine, at(51));
    expect(await alertsOf(who.id)).toMatchObject([{ kind: 'device.silent', ended_at: null, minutes: 60 }]);
    await storeObservations(test, who, track().inside(9).records.slice(8));
    await turned(engine, at(81));
    expect(await alertsOf(who.id)).toMatchObject([{ end_reason: 'reported', ended_at: new Date(at(80)) }]);
    await killed();
  });

  it('waits for a wristband that is bound while it runs, and no longer when its order has ended', async () => {
    const engine = await started(at(0));
    const who = await wearer(at(100));
    await changed(who.id, 'binding', at(100));
    await turned(engine, at(101));
    await turned(engine, at(126));
    expect(await alertsOf(who.id)).toMatchObject([{ kind: 'device.silent', ended_at: null }]);
    await test.owner.query(`update device_order set ended_at = $2, state = 'ended' where supervisee_id = $1`, [
      who.id,
      new Date(at(150)),
    ]);
    await changed(who.id, 'order', at(150));
    await turned(engine, at(151));
    expect(await alertsOf(who.id)).toMatchObject([{ end_reason: 'order-ended' }]);
    await killed();
  });

  it('stops a lane whose rule fails and tells the consoles; it goes on when the rule is mended', async () => {
    const who = await wearer();
    await test.owner.query(
      `insert into policy (kind, version, division, valid_from, parameters, basis)
       values ('zone.exit', 9, '520303', '2026-01-01', '{"sigma": "two"}', 'spec')`,
    );
    const engine = await started(at(0));
    await storeObservations(test, who, track().outside(120, 4).records);
    await turned(engine, at(41));
    const lanes = await test.owner.query('select supervisee_id from engine_lane where supervisee_id = $1', [who.id]);
    expect(lanes.rowCount).toBe(1);
    const told = `select type from feed_event where type like 'monitoring.%' and data ->> 'what' = $1 order by cursor`;
    expect((await test.owner.query(told, [`supervisee ${who.id}`])).rows).toEqual([{ type: 'monitoring.degraded' }]);
    expect(await alertsOf(who.id)).toEqual([]);
    await test.owner.query(`delete from policy where version = 9`);
    await killed();
    await started(at(50));
    expect(await alertsOf(who.id)).toMatchObject([{ kind: 'zone.exit' }]);
    expect((await test.owner.query(told, [`supervisee ${who.id}`])).rows.at(-1)).toEqual({
      type: 'monitoring.restored',
    });
    await killed();
  });

  it('ends what goes on when supervision does, and takes nothing back for what comes from before', async () => {
    const who = await wearer();
    const engine = await started(at(0));
    const [first, second, third, fourth] = track().outside(120, 4).records as [
      Observation,
      Observation,
      Observation,
      Observation,
    ];
    await storeObservations(test, who, [first, second, third]);
    await turned(engine, at(21));
    expect(await alertsOf(who.id)).toMatchObject([{ kind: 'zone.exit', ended_at: null }]);
    // Joins the alert, and is not written yet when the order ends.
    await storeObservations(test, who, [fourth]);
    await turned(engine, at(31));
    await test.owner.query(`update device_order set ended_at = $2, state = 'ended' where supervisee_id = $1`, [
      who.id,
      new Date(at(35)),
    ]);
    await changed(who.id, 'order', at(35));
    await turned(engine, at(36));
    const over = { end_reason: 'order-ended', ended_at: new Date(at(35)) };
    expect(await alertsOf(who.id)).toMatchObject([{ ...over, count: 3 }]);
    await turned(engine, at(90));
    expect(await alertsOf(who.id)).toMatchObject([{ ...over, count: 4 }]);
    await storeObservations(test, who, [{ ...fourth, seq: 5, at: at(33), receivedAt: at(95) }]);
    await turned(engine, at(96));
    const [alert, ...others] = await alertsOf(who.id);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ ...over, count: 5 });
    expect((await toldOf(alert?.id)).audit).toEqual(['alert.opened', 'alert.ended', 'alert.changed', 'alert.changed']);
    await killed();
  });

  it('says of a silence that records of it came later', async () => {
    const who = await wearer();
    const engine = await started(at(0));
    const { records } = track().inside(20);
    await storeObservations(test, who, records.slice(0, 1));
    await turned(engine, at(31));
    expect(await alertsOf(who.id)).toMatchObject([{ kind: 'device.silent', ended_at: null }]);
    await storeObservations(test, who, records.slice(15, 16));
    await turned(engine, at(151));
    expect(await alertsOf(who.id)).toMatchObject([{ end_reason: 'reported' }]);
    await killed();
    const other = await started(at(152));
    const kept = records.slice(5, 9).map((record) => ({ ...record, receivedAt: at(153) }));
    await storeObservations(test, who, kept);
    await turned(other, at(153));
    const [alert] = await alertsOf(who.id);
    expect(alert).toMatchObject({ end_reason: 'backlog', ended_at: new Date(at(150)) });
    expect((await toldOf(alert?.id)).feed).toEqual(['alert.opened', 'alert.ended', 'alert.changed']);
    await killed();
  });

  it('does not take an alert back when it starts soon after somebody changed something', async () => {
    const who = await wearer();
    const engine = await started(at(0));
    await storeObservations(test, who, track().inside().records);
    await turned(engine, at(1));
    await engine.remember(at(1));
    await changed(who.id, 'binding', at(-600));
    await storeObservations(test, who, track().inside().outside(120, 4).records.slice(1));
    await turned(engine, at(41));
    const [alert] = await alertsOf(who.id);
    await killed();
    await started(at(50));
    expect(await alertsOf(who.id)).toEqual([alert]);
    expect((await toldOf(alert?.id)).audit).toEqual(['alert.opened']);
    await killed();
  });

  it('goes on raising silence and open straps where the other rule fails', async () => {
    const who = await wearer();
    const bad = `insert into policy (kind, version, division, valid_from, parameters, basis)
       values ('device.silent', 9, '520303', '2026-01-01', '{"intervals": "five"}', 'spec')`;
    await test.owner.query(bad);
    const engine = await started(at(0));
    await storeObservations(test, who, track().event('strap_open').records);
    await turned(engine, at(1));
    expect(await alertsOf(who.id)).toMatchObject([{ kind: 'strap.open' }]);
    const lanes = await test.owner.query('select reason from engine_lane where supervisee_id = $1', [who.id]);
    expect(lanes.rows).toEqual([{ reason: 'the rule device.silent failed' }]);
    await test.owner.query(`delete from policy where version = 9`);
    await changed(null, 'policy', at(2));
    await turned(engine, at(3));
    expect((await test.owner.query('select from engine_lane where supervisee_id = $1', [who.id])).rowCount).toBe(0);
    await turned(engine, at(60));
    expect((await alertsOf(who.id)).map((alert) => alert.kind)).toEqual(['strap.open', 'device.silent']);
    await killed();
  });

  it('shares with another engine that begins to help', async () => {
    const one = await started(at(0));
    expect(one.lease.held.size).toBe(64);
    const other = await started(at(1));
    expect(other.lease.held.size).toBe(0);
    await one.lease.beat(at(2));
    await turned(one, at(2));
    await other.lease.beat(at(3));
    await turned(other, at(3));
    expect([one.lease.held.size, other.lease.held.size]).toEqual([32, 32]);
    await other.lease.leave();
    await one.lease.beat(at(4));
    await turned(one, at(4));
    expect(one.lease.held.size).toBe(64);
    await killed();
  });

  it('writes nothing for a partition that somebody else has taken over', async () => {
    const who = await wearer();
    const paused = await started(at(0));
    await killed();
    const other = await started(at(10));
    await storeObservations(test, who, track().outside(120, 4).records);
    // The paused one wakes up before it hears that it has lost its partitions.
    await paused.turn(at(41));
    expect(await alertsOf(who.id)).toEqual([]);
    await expect(
      test.db.transaction((tx) => paused.lease.store.fence(tx, [{ part: Number(BigInt(who.id) % 64n), epoch: '1' }])),
    ).rejects.toThrow(DomainError);
    await turned(other, at(42));
    expect(await alertsOf(who.id)).toHaveLength(1);
    await killed();
  });
});
