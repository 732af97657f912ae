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
    const [held] = await store.claim(1);
    if (held === undefined) throw new Error('nothing was claimed');
    await test.db.transaction((tx) => store.fence(tx, held));
    const stale = { ...held, epoch: String(BigInt(held.epoch) - 1n) };
    const write = test.db.transaction((tx) => store.fence(tx, stale));
    await expect(write).rejects.toMatchObject({ code: 'partition.lost' });
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
    const store = new EngineSnapshotStore(test.db, 'rules@1');
    for (const [second, state] of [
      [0, 'a'],
      [60, 'b'],
      [120, 'c'],
    ] as const) {
      await store.add([{ superviseeId: id, watermark: at(second), state }], '1', at(second));
    }
    expect([await store.last(id, at(60)), await store.last(id, at(61)), await store.last(id, null)]).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(await new EngineSnapshotStore(test.db, 'rules@2').last(id, null)).toBeUndefined();
    await store.drop(id, at(60));
    expect(await store.last(id, null)).toBe('a');
  });

  it('keeps the snapshots of the last ten minutes, and one an hour before', async () => {
    const { id } = await wearer();
    const store = new EngineSnapshotStore(test.db, 'rules@1');
    for (let minute = 0; minute <= 150; minute += 5) {
      await store.add([{ superviseeId: id, watermark: at(minute * 60), state: minute }], '1', at(minute * 60));
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
    const seqs = async (from: Instant | null, below: string) =>
      (await lane.records(who.id, from, below)).map((record) => record.seq).sort();
    expect(await seqs(null, ALL)).toEqual([1, 2, 3]);
    expect(await seqs(at(10), ALL)).toEqual([2, 3]);
    expect(await seqs(null, '1')).toEqual([]);
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
    expect(world?.policies.map((policy) => policy.kind).sort()).toEqual(['device.silent', 'strap.open', 'zone.exit']);
    expect((await new WorldView(test.db).of([superviseeId('999999')])).size).toBe(0);
  });

  it('opens an episode once', async () => {
    const who = await wearer();
    const [episode] = track().event('strap_open').episodes();
    if (episode === undefined) throw new Error('no episode');
    const mine = { ...episode, superviseeId: who.id };
    const opened = await test.db.transaction((tx) => new AlertStore(tx).open(mine, at(1)));
    expect(opened?.division).toBe('520303');
    expect(await test.db.transaction((tx) => new AlertStore(tx).open(mine, at(2)))).toBeUndefined();
    const search = { superviseeId: who.id, kinds: ['strap.open'], episodes: [mine], from: null } as const;
    const [filed] = await test.db.transaction((tx) => new AlertStore(tx).filed(search));
    expect(filed).toMatchObject({ id: opened?.id, startedAt: NOON, lastAt: NOON, ended: null, count: 1 });
  });
});
