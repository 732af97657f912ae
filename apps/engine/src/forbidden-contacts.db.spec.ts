import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { moved, wgs84 } from '#libs/geo';
import { after, instant, minutes, type Instant, type SuperviseeId } from '#libs/kernel';
import type { Observation } from '#libs/rules';
import { Metrics } from '#libs/platform';
import { Hints } from '#libs/queue';
import { ForbiddenContactStore, PostgresDatabase, WorldChangeStore } from '#libs/store';
import { addWearer, NOON, openTestDatabase, seen, storeObservations, type TestDatabase } from '#libs/testkit';
import { Engine } from './engine.js';
import { EngineNumbers } from './numbers.js';

const at = (minute: number): Instant => after(NOON, minutes(minute));
const HERE = wgs84(27.7, 106.9);
/** A fix a minute, so far to the east. */
const stay = (from: number, to: number, east: number, change: Partial<Observation> = {}): Observation[] =>
  Array.from({ length: to - from }, (_, n) => {
    const { lat, lon } = moved(HERE, east, 0);
    return seen(at(from + n), from + n + 1, { kind: 'fix', lat, lon, accuracy: 8, source: 'gnss', ...change });
  });

describe('forbidden contacts', () => {
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
    const engine = new Engine(`contacts-${made}`, db, hints, new EngineNumbers(new Metrics()), now);
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
  async function somebody() {
    made += 1;
    const device = `WB-MEET-${made}`;
    return { device, id: await addWearer(test, device, at(-600)) };
  }
  async function madeBy(when: Instant) {
    const { rows } = await test.owner.query<{ id: never }>('select min(id)::text as id from account');
    if (rows[0] === undefined) throw new Error('there is no account');
    return { account: rows[0].id, role: 'officer', at: when } as const;
  }
  async function changed(id: SuperviseeId, when: Instant): Promise<void> {
    await new WorldChangeStore(test.db).add([{ superviseeId: id, division: null, what: 'contact' }], when);
  }
  async function alertsOf(id: SuperviseeId, kind = 'contact.forbidden') {
    const { rows } = await test.owner.query<{ id: string }>(
      `select id::text, severity, alert_state(a) as state, occurred_at, end_reason, late, evidence -> 'facts' as facts
       from alert a where supervisee_id = $1 and kind = $2 order by id`,
      [id, kind],
    );
    return rows;
  }

  it('tells both that two co-offenders are together, once, whoever looks, and when they part', async () => {
    const [one, other, third] = [await somebody(), await somebody(), await somebody()];
    const store = new ForbiddenContactStore(test.db);
    const link = { kind: 'co_offender', basis: 'spec' } as const;
    await store.add(one.id, { ...link, other: other.id }, await madeBy(at(-60)));
    await store.add(one.id, { ...link, other: third.id }, await madeBy(at(-60)));
    const engine = await started(at(0));
    await storeObservations(test, one, stay(0, 12, 0));
    await storeObservations(test, other, stay(0, 12, 12));
    await storeObservations(test, third, stay(0, 12, 5_000));
    await turned(engine, at(12));
    for (const { id } of [one, other]) {
      expect(await alertsOf(id)).toMatchObject([
        { severity: 'serious', state: 'open', occurred_at: new Date(at(0)), facts: { how: 'co_offender', metres: 12 } },
      ]);
    }
    expect(await alertsOf(third.id)).toEqual([]);
    await killed();
    const next = await started(at(13));
    await storeObservations(test, one, stay(12, 25, 0));
    await storeObservations(test, other, stay(12, 25, 800));
    await turned(next, at(25));
    for (const { id } of [one, other]) {
      expect(await alertsOf(id)).toMatchObject([{ state: 'ended', end_reason: 'apart' }]);
    }
    await killed();
  });

  it('looks again at the time of which something comes late, and says that it is late', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const contact = { kind: 'co_offender', other: other.id, basis: 'spec' } as const;
    await new ForbiddenContactStore(test.db).add(one.id, contact, await madeBy(at(-60)));
    const engine = await started(at(0));
    await storeObservations(test, one, stay(0, 20, 0));
    await turned(engine, at(20));
    await turned(engine, at(200));
    expect(await alertsOf(one.id)).toEqual([]);
    await killed();
    // Nobody was at work when it came.
    await storeObservations(test, other, stay(0, 20, 10, { receivedAt: at(205) }));
    await turned(await started(at(210)), at(212));
    expect(await alertsOf(one.id)).toMatchObject([
      { state: 'ended', end_reason: 'unseen', late: true, occurred_at: new Date(at(0)) },
    ]);
    expect(await alertsOf(other.id)).toHaveLength(1);
    await killed();
  });

  it('tells who lingers near a protected place or enters it, and never where that is', async () => {
    const near = await somebody();
    const protectedPerson = {
      ...({ kind: 'protected_person', designation: '被害人甲', basis: 'spec' } as const),
      ...{ personName: '王某', placeName: '某路 1 号', geometry: null, circle: { ...HERE, radius: 30 }, buffer: 100 },
    } as const;
    await new ForbiddenContactStore(test.db).add(near.id, protectedPerson, await madeBy(at(-60)));
    await changed(near.id, at(-60));
    const engine = await started(at(0));
    await storeObservations(test, near, stay(0, 20, 160));
    await turned(engine, at(20));
    expect(await alertsOf(near.id)).toMatchObject([{ state: 'open', facts: { how: 'place', name: '被害人甲' } }]);
    await storeObservations(test, near, stay(20, 25, 10));
    await turned(engine, at(25));
    expect(await alertsOf(near.id)).toMatchObject([{ state: 'ended', end_reason: 'entered' }]);
    expect(await alertsOf(near.id, 'zone.entry')).toMatchObject([
      { severity: 'critical', facts: { zone: '被害人甲' } },
    ]);
    const { rows } = await test.owner.query(
      `select 1 from feed_event where data::text like '%某路%' or data::text like '%王某%'
       union all select 1 from audit_entry where detail::text like '%某路%' or detail::text like '%王某%'`,
    );
    expect(rows).toEqual([]);
    await killed();
  });

  it('is over when the contact is forbidden no more', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const store = new ForbiddenContactStore(test.db);
    const contact = { kind: 'co_offender', other: other.id, basis: 'spec' } as const;
    const id = await store.add(one.id, contact, await madeBy(at(-60)));
    const engine = await started(at(0));
    await storeObservations(test, one, stay(0, 10, 0));
    await storeObservations(test, other, stay(0, 10, 10));
    await turned(engine, at(10));
    expect(await alertsOf(one.id)).toMatchObject([{ state: 'open' }]);
    await store.withdraw(id, 'spec', await madeBy(instant(at(10) + 1)));
    await turned(engine, at(12));
    expect(await alertsOf(one.id)).toMatchObject([{ state: 'ended', end_reason: 'withdrawn' }]);
    await killed();
  });
});
