import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { moved, wgs84 } from '#libs/geo';
import { after, minutes, type AccountId, type Instant, type SuperviseeId } from '#libs/kernel';
import { Metrics } from '#libs/platform';
import { Hints } from '#libs/queue';
import { ListedPlaceStore, PostgresDatabase } from '#libs/store';
import { addWearer, NOON, openTestDatabase, seen, storeObservations, type TestDatabase } from '#libs/testkit';
import { Engine } from './engine.js';
import { EngineNumbers } from './numbers.js';

const at = (minute: number): Instant => after(NOON, minutes(minute));
const HERE = wgs84(27.7, 106.9);
interface Wearer {
  readonly id: SuperviseeId;
  readonly device: string;
}

describe('gatherings', () => {
  let test: TestDatabase;
  let people: Wearer[];
  const pools: PostgresDatabase[] = [];
  const hints = new Hints(process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:1');

  beforeAll(async () => {
    Logger.overrideLogger(false);
    test = await openTestDatabase();
    people = [];
    for (let n = 0; n < 6; n += 1) {
      const device = `WB-CROWD-${n}`;
      people.push({ device, id: await addWearer(test, device, at(-600)) });
    }
  });
  afterAll(async () => {
    await hints.close();
    for (const pool of pools) await pool.end();
    await test.close();
  });

  async function started(now: Instant): Promise<Engine> {
    const db = new PostgresDatabase({ url: test.applicationUrl, name: 'spec', max: 3 });
    pools.push(db);
    const engine = new Engine(`gatherings-${pools.length}`, db, hints, new EngineNumbers(new Metrics()), now);
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
  /** A fix a minute, each a step from the one before. */
  async function stay(who: readonly Wearer[], from: number, to: number, east: number, receivedAt?: Instant) {
    for (const [index, one] of who.entries()) {
      const { lat, lon } = moved(HERE, east + 3 * index, 0);
      const fix = { kind: 'fix', lat, lon, accuracy: 8, source: 'gnss', ...(receivedAt ? { receivedAt } : {}) };
      const records = Array.from({ length: to - from }, (_, n) => seen(at(from + n), 10_000 + from + n, fix));
      await storeObservations(test, one, records);
    }
  }
  async function alerts() {
    const { rows } = await test.owner.query<{ id: SuperviseeId }>(
      `select supervisee_id::text as id, alert_state(a) as state, occurred_at, end_reason, late, count,
         evidence -> 'facts' as facts from alert a where kind = 'gathering' order by a.id`,
    );
    return rows;
  }

  it('is one alert for all, in whatever partitions they are, whoever comes late, and over when they part', async () => {
    const five = people.slice(0, 5);
    const engine = await started(at(0));
    await stay(five.slice(0, 4), 0, 30, 0);
    await turned(engine, at(32));
    expect(await alerts()).toEqual([]);
    await killed();
    await stay(five.slice(4), 0, 30, 12, at(33));
    const next = await started(at(37));
    await turned(next, at(37));
    const members = five.map(({ id }) => id);
    expect(await alerts()).toMatchObject([
      { id: members[0], late: true, occurred_at: new Date(at(0)), count: 5, facts: { members: members.join() } },
    ]);
    await stay(people, 30, 60, 0);
    await turned(next, at(62));
    expect(await alerts()).toMatchObject([{ state: 'open', count: 6, facts: { minutes: 60, people: 6 } }]);
    for (const [index, one] of people.entries()) await stay([one], 60, 80, 1_000 * index);
    await turned(next, at(82));
    expect(await alerts()).toMatchObject([{ state: 'ended', end_reason: 'apart', count: 6 }]);
    await killed();
  });

  it('is none at a listed place', async () => {
    const known = (await alerts()).length;
    const { rows } = await test.owner.query<{ id: AccountId }>('select min(id)::text as id from account');
    const account = rows[0]?.id;
    if (account === undefined) throw new Error('there is no account');
    const place = { name: '培训基地', division: '5203', geometry: null, reason: 'spec' };
    const there = moved(HERE, 20_000, 0);
    const circle = { lat: there.lat, lon: there.lon, radius: 100 };
    await new ListedPlaceStore(test.db).add({ ...place, circle }, { account, role: 'county', at: at(-100) });
    const engine = await started(at(100));
    await stay(people, 100, 140, 20_000);
    await turned(engine, at(142));
    expect(await alerts()).toHaveLength(known);
    await killed();
  });
});
