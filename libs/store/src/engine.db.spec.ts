import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, instant, superviseeId, type Instant } from '#libs/kernel';
import { addWearer, NOON, openTestDatabase, storeObservations, track, type TestDatabase } from '#libs/testkit';
import { AlertStore } from './alert.store.js';
import { EngineLaneStore } from './engine-lane.store.js';
import { EnginePartitionStore } from './engine-partition.store.js';
import { EngineSnapshotStore } from './engine-snapshot.store.js';
import { WorldView } from './world.view.js';

const at = (secondsAfterNoon: number): Instant => instant(NOON + secondsAfterNoon * 1_000);
/** More than any transaction has. */
const ALL = String(2n ** 62n);

describe('what the engine keeps', () => {
  let test: TestDatabase;
  let made = 0;

  beforeAll(async () => {
    test = await openTestDatabase();
  });
  afterAll(async () => test.close());
  beforeEach(async () => {
    await test.owner.query(
      `update engine_partition set holder = null, held_until = null, arrival = 0; delete from engine_member`,
    );
  });
  async function wearer(since = at(-600)) {
    made += 1;
    const device = `WB-${2_000 + made}`;
    return { device, id: await addWearer(test, device, since) };
  }

  it('gives a partition to one engine only, with a new epoch each time', async () => {
    const [one, other] = ['one', 'other'].map((name) => new EnginePartitionStore(test.db, name, 6_000));
    const first = await one?.claim(40);
    const second = await other?.claim(40);
    expect([first?.length, second?.length]).toEqual([40, 24]);
    await one?.release(first ?? []);
    const again = await other?.claim(40);
    expect(again?.map(({ part }) => part).sort()).toEqual(first?.map(({ part }) => part).sort());
    expect(Number(again?.[0]?.epoch)).toBeGreaterThan(Number(first?.[0]?.epoch));
  });

  it('lets a holder go on whose lease ran out while nobody took over, and no one else', async () => {
    const store = new EnginePartitionStore(test.db, 'late', 6_000);
    const held = await store.claim(2);
    await test.owner.query(`update engine_partition set held_until = '2000-01-01'`);
    expect([...(await store.renew(held))]).toHaveLength(2);
    await test.owner.query(`update engine_partition set epoch = epoch + 1 where part = $1`, [held[0]?.part]);
    expect([...(await store.renew(held))]).toEqual([held[1]?.part]);
  });

  it('refuses to write for a partition whose epoch has moved on', async () => {
    const store = new EnginePartitionStore(test.db, 'fenced', 6_000);
    const [held, other] = await store.claim(2);
    if (held === undefined || other === undefined) throw new Error('nothing was claimed');
    await test.db.transaction((tx) => store.fence(tx, [held, other]));
    const stale = { ...other, epoch: String(BigInt(other.epoch) - 1n) };
    const write = test.db.transaction((tx) => store.fence(tx, [held, stale]));
    await expect(write).rejects.toMatchObject({ code: 'partition.lost', facts: { part: other.part } });
    await expect(write).rejects.toBeInstanceOf(DomainError);
  });

  it('counts the engines that are running', async () => {
    const [one, other] = ['one', 'other'].map((name) => new EnginePartitionStore(test.db, name, 6_000));
    expect([await one?.attend(), await other?.attend(), await one?.attend()]).toEqual([1, 2, 2]);
    await other?.leave();
    expect(await one?.attend()).toBe(1);
  });

  it('finds the last snapshot before a time, made by the same rules', async () => {
    const { id } = await wearer();
    const { id: nobody } = await wearer();
    const store = new EngineSnapshotStore(test.db, 'rules@1');
    for (const [second, state] of [
      [0, 'a'],
      [60, 'b'],
      [120, 'c'],
    ] as const) {
      await store.add([{ superviseeId: id, watermark: at(second), arrival: '1', state, wakesAt: null }], at(second));
    }
    const before = async (second: number) => (await store.before([{ superviseeId: id, at: at(second) }])).get(id);
    expect(await before(60)).toEqual({ state: 'a', superseded: true });
    expect(await before(120)).toEqual({ state: 'b', superseded: true });
    expect(await before(121)).toEqual({ state: 'c', superseded: false });
    const both = [id, nobody].map((superviseeId) => ({ superviseeId, at: at(61) }));
    expect((await store.before(both)).get(nobody)).toEqual({ state: undefined, superseded: false });
    const others = await new EngineSnapshotStore(test.db, 'rules@2').before(both);
    expect(others.get(id)?.state).toBeUndefined();
    await store.drop([{ superviseeId: id, at: at(60) }]);
    expect(await before(999)).toEqual({ state: 'a', superseded: false });
  });

  it('keeps the snapshots of the last ten minutes, and one an hour before', async () => {
    const { id } = await wearer();
    const store = new EngineSnapshotStore(test.db, 'rules@1');
    for (let minute = 0; minute <= 150; minute += 5) {
      const snapshot = { superviseeId: id, watermark: at(minute * 60), arrival: '1', state: minute, wakesAt: null };
      await store.add([snapshot], at(minute * 60));
    }
    const { rows } = await test.owner.query<{ state: number }>(
      'select state from engine_snapshot where supervisee_id = $1 order by watermark',
      [id],
    );
    expect(rows.map((row) => row.state)).toEqual([0, 60, 120, 140, 145, 150]);
  });

  it('reads the records of a lane from a time on, unbelieved clocks by their receipt', async () => {
    const who = await wearer();
    const { records } = track().inside(3);
    const [first, second, third] = records;
    if (!first || !second || !third) throw new Error('a story of three records');
    const wrong = { ...third, at: instant(Date.UTC(1999, 0, 1)), clockOffset: -1 as typeof third.clockOffset };
    await storeObservations(test, who, [first, second, wrong]);
    const lane = new EngineLaneStore(test.db);
    const seqs = async (from: Instant, below: string) =>
      (await lane.records([{ superviseeId: who.id, at: from }], below)).map((record) => record.seq).sort();
    expect(await seqs(at(-9e6), ALL)).toEqual([1, 2, 3]);
    expect(await seqs(at(10), ALL)).toEqual([2, 3]);
    expect(await seqs(at(-9e6), '1')).toEqual([]);
  });

  it('knows what was in force for a supervisee, and when', async () => {
    const who = await wearer();
    const world = (await new WorldView(test.db).of([who.id])).get(who.id);
    expect(world).toMatchObject({
      division: '520303',
      zones: [{ name: 'home', version: 1, from: at(-600), to: null }],
      bindings: [{ deviceId: who.device, intervalSeconds: 5, from: at(-600), to: null }],
      orders: [{ from: at(-600), approvedAt: at(-600) }],
    });
    expect(world?.policies.map((policy) => policy.kind)).toEqual(
      expect.arrayContaining(['device.silent', 'strap.open', 'zone.exit']),
    );
    expect((await new WorldView(test.db).of([superviseeId('999999')])).size).toBe(0);
  });

  it('knows where somebody was registered, and which areas held there', async () => {
    const who = await wearer();
    const division = (code: string) =>
      `insert into division (code, name_zh, name_en, geometry, source)
       values ('${code}', '${code}', '${code}', '{"type": "Polygon", "coordinates": [[[106,27],[107,27],[107,28],[106,27]]]}', 'spec')
       on conflict do nothing`;
    await test.owner.query(`${division('520301')}; ${division('520302')}`);
    const moved = `insert into world_change (supervisee_id, division, what, at) values ($1, $2, 'supervisee', $3)`;
    await test.owner.query(moved, [who.id, '520301', new Date(at(-600))]);
    await test.owner.query(moved, [who.id, '520301', new Date(at(50))]);
    await test.owner.query(moved, [who.id, '520302', new Date(at(100))]);
    await test.owner.query(`update supervisee set division = '520302' where id = $1`, [who.id]);
    await test.owner.query(
      `with drawn as (insert into zone (division, created_at) values ('520301', $1) returning id)
       insert into zone_version (zone_id, version, name, kind, circle, for_division, valid_from)
       select id, 1, 'of the old county', 'inclusion', '{"lat": 27.7, "lon": 106.9, "radius": 900}', '520301', $1 from drawn`,
      [new Date(at(-60))],
    );
    const world = (await new WorldView(test.db).of([who.id])).get(who.id);
    expect(world?.homes).toMatchObject([
      { division: '520301', county: { name: '520301' }, from: 0, to: at(100) },
      { division: '520302', county: { name: '520302' }, from: at(100), to: null },
    ]);
    expect(world?.zones.find((zone) => zone.name === 'of the old county')).toMatchObject({
      from: at(-60),
      to: at(100),
    });
    await test.owner.query(`delete from zone_version where for_division is not null`);
  });

  it('opens an episode once', async () => {
    const who = await wearer();
    const [episode] = track().event('strap_open').episodes();
    if (episode === undefined) throw new Error('no episode');
    const mine = { ...episode, superviseeId: who.id };
    const opened = await test.db.transaction((tx) => new AlertStore(tx).open(mine, at(1)));
    expect(opened?.division).toBe('520303');
    expect(await test.db.transaction((tx) => new AlertStore(tx).open(mine, at(2)))).toBeUndefined();
    const search = { kinds: ['strap.open'], episodes: [mine], lanes: [] } as const;
    const [filed] = await test.db.transaction((tx) => new AlertStore(tx).filed(search));
    expect(filed).toMatchObject({ id: opened?.id, startedAt: NOON, lastAt: NOON, ended: null, count: 1 });
  });
});
