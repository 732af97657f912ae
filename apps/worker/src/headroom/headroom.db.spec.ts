import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readHeadroomPolicy, type HeadroomPolicy, type Standing } from '#libs/headroom';
import { days, instant, seconds, type Cursor, type Instant } from '#libs/kernel';
import { Metrics } from '#libs/platform';
import type { ConditionName } from '#libs/protocol';
import { Hints } from '#libs/queue';
import {
  EnginePartitionStore,
  FeedView,
  HeadroomView,
  makeRecordDays,
  MonitoringView,
  PostgresDatabase,
  ProcessSignStore,
} from '#libs/store';
import { addWearer, limitRedis, openTestDatabase, until, type TestDatabase } from '#libs/testkit';
import { databaseProbes } from './database.probes.js';
import { diskProbe } from './disk.probe.js';
import { HeadroomNumbers } from './headroom-numbers.js';
import { HeadroomService } from './headroom.service.js';
import type { Probe } from './probe.js';
import { processProbes } from './process.probes.js';
import { redisProbes } from './redis.probes.js';

type Limits = HeadroomPolicy['limits'];

describe('headroom', () => {
  let test: TestDatabase;
  let hints: Hints;
  let view: HeadroomView;
  let now: Instant;
  let start: Cursor;
  let metrics: Metrics;
  let numbers: HeadroomNumbers;
  const redisUrl = process.env['TEST_REDIS_URL'] ?? '';

  beforeAll(async () => {
    test = await openTestDatabase();
    hints = new Hints(redisUrl);
    view = new HeadroomView(test.db);
    await until('redis', () => hints.connected);
  });
  afterAll(async () => {
    await hints.close();
    await test.close();
  });
  beforeEach(async () => {
    now = instant(Date.now());
    start = (await new FeedView(test.db).bounds()).newest;
    metrics = new Metrics();
    numbers = new HeadroomNumbers(metrics);
    await test.owner.query('delete from monitoring_condition');
    await test.owner.query('delete from process_sign');
  });

  const service = (...probes: Probe[]): HeadroomService => new HeadroomService(test.db, hints, probes, numbers);
  const run = (sql: string, ...values: unknown[]) => test.owner.query(sql, values);

  /** How one condition stands after a round; each round is ten minutes after the one before. */
  async function look(what: ConditionName, probes: Probe[], limits: Limits = {}): Promise<Standing> {
    const policy = readHeadroomPolicy({ limits });
    now = instant(now + 600_000);
    const standing = await service(...probes).measure(policy, now, seconds(3_600));
    return standing.find((one) => one.what === what) as Standing;
  }
  /** The state after two rounds, as the calm and the shortest time of a measure are then over. */
  async function settled(what: ConditionName, probes: Probe[], limits: Limits = {}): Promise<Standing> {
    await look(what, probes, limits);
    return look(what, probes, limits);
  }
  const told = async (what: ConditionName): Promise<string[]> => {
    const text = `select type from feed_event where data ->> 'what' = $1 and cursor > $2 order by cursor`;
    return (await run(text, what, start)).rows.map(({ type }: { type: string }) => type);
  };

  const database = (): Probe[] => databaseProbes(view);

  it('tells that a sequence is nearly used up, and that it is no more', async () => {
    await run('alter sequence access_refusal_id_seq maxvalue 10');
    const refuse = `insert into access_refusal (at, device_id, reason, detail) select now(), 'D', 'x', 'x' from generate_series(1, $1)`;
    await run(refuse, 6);
    expect(await settled('identifiers', database())).toMatchObject({ state: 'normal' });
    await run(refuse, 1);
    const standing = await look('identifiers', database());
    expect(standing).toMatchObject({ state: 'degraded', value: 70, limit: 70, detail: 'access_refusal_id_seq' });
    await run('alter sequence access_refusal_id_seq maxvalue 1000');
    expect(await settled('identifiers', database())).toMatchObject({ state: 'normal' });
    expect(await told('identifiers')).toEqual(['monitoring.degraded', 'monitoring.restored']);
  });

  it('sees what has grown in a column of 32 bits', async () => {
    const version = `insert into policy (kind, version, valid_from, parameters, basis) values ('spec', $1, now(), '{}', '')`;
    for (const number of [3, 5, 1_600_000_000]) await run(version, number);
    await run('analyze policy');
    expect(await look('identifiers', database())).toMatchObject({ state: 'degraded', value: expect.closeTo(74.5, 1) });
    await run(`delete from policy where kind = 'spec'`);
    await run('analyze policy');
    expect(await settled('identifiers', database())).toMatchObject({ state: 'normal' });
  });

  it('does not mind how wristbands number their starts', async () => {
    const stream = `insert into device_stream (device_id, life, boot, stored, newest_seq, newest_at, last_received_at)
      values ('B-' || $1, $2, $2, '{[1,2)}', 1, now(), now())`;
    for (const life of [3, 5, 1_800_000_000]) await run(stream, life, life);
    await run('analyze device_stream');
    expect(await look('identifiers', database())).toMatchObject({ state: 'normal' });
    await run('delete from device_stream');
  });

  it('measures the age of the oldest transaction', async () => {
    const before = await look('transactions', database());
    expect(before).toMatchObject({ state: 'normal' });
    for (let i = 0; i < 50; i += 1) await run('select pg_current_xact_id()');
    const limit = (before.value ?? 0) + (49 * 100) / 2 ** 31;
    expect(await look('transactions', database(), { transactions: limit })).toMatchObject({ state: 'degraded' });
  });

  it('tells that the days made ahead come to an end', async () => {
    if ((await view.daysAhead(now)) === null) {
      const standing = await look('partitions.ahead', database());
      return void expect(standing).toMatchObject({
        state: 'unmeasured',
        detail: expect.stringContaining('timescaledb'),
      });
    }
    now = instant(Date.UTC(2026, 4, 10, 12));
    await makeRecordDays(test.db, now);
    expect(await settled('partitions.ahead', database())).toMatchObject({ state: 'normal', detail: '7 days' });
    for (const ahead of [3, 4, 5, 6, 7]) {
      const day = new Date(now + days(ahead)).toISOString().slice(0, 10).replaceAll('-', '');
      await run(`drop table record_${day}`);
    }
    expect(await settled('partitions.ahead', database())).toMatchObject({ state: 'degraded', detail: '2 days' });
    await makeRecordDays(test.db, now);
    expect(await settled('partitions.ahead', database())).toMatchObject({ state: 'normal' });
  });

  it('tells that records pile up outside every day', async () => {
    if ((await view.elsewhere(1)) === null) return;
    await run(
      `insert into record (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind)
       select 'WB-1', 1, n, '1970-01-01', now(), 1, 1, 1, 1, 'nofix' from generate_series(1, 20) n`,
    );
    expect(await look('records.elsewhen', database(), { 'records.elsewhen': 21 })).toMatchObject({ value: 20 });
    expect(await look('records.elsewhen', database(), { 'records.elsewhen': 20 })).toMatchObject({ state: 'degraded' });
  });

  it('counts the connections of the whole server', async () => {
    const before = await view.connections();
    const more = new PostgresDatabase({ url: test.applicationUrl, name: 'more', max: 30 });
    const released: (() => void)[] = [];
    const held = Array.from({ length: 30 }, () =>
      more.transaction(() => new Promise<void>((resolve) => released.push(resolve))),
    );
    // Other specs come and go on the same server meanwhile.
    await until('thirty connections more', async () => (await view.connections()) >= before + 7.5);
    const limits = { connections: before + 7.5 };
    await look('connections', database(), limits);
    await until('the condition', async () => (await look('connections', database(), limits)).state === 'degraded');
    await until('all of them', () => released.length === 30);
    released.forEach((release) => release());
    await Promise.all(held);
    await more.end();
  });

  it('compares a database elsewhere with the size it may have, and says so when none was told', async () => {
    expect(await look('disk.database', database())).toMatchObject({
      state: 'unmeasured',
      detail: expect.stringContaining('DATABASE_SIZE_LIMIT_GB'),
    });
    const bytes = await view.databaseBytes();
    expect(await settled('disk.database', databaseProbes(view, { sizeLimit: bytes * 2 }))).toMatchObject({
      state: 'normal',
    });
    expect(await look('disk.database', databaseProbes(view, { sizeLimit: bytes * 1.2 }))).toMatchObject({
      state: 'degraded',
    });
  });

  it('looks at the disk that a folder is on', async () => {
    const roomy = await settled('disk.data', [diskProbe(tmpdir())], { 'disk.data': 101 });
    expect(roomy).toMatchObject({ state: 'normal', detail: tmpdir() });
    const df = /(\d+)%/.exec(execFileSync('df', ['-P', tmpdir()], { encoding: 'utf8' }))?.[1];
    expect(Math.abs((roomy.value ?? 0) - Number(df))).toBeLessThan(2);
    const limits = { 'disk.data': (roomy.value ?? 0) * 0.9 };
    expect(await look('disk.data', [diskProbe(tmpdir())], limits)).toMatchObject({ state: 'degraded' });
    // A folder that is gone says nothing about the disk: it is not well again.
    const gone = await look('disk.data', [diskProbe('/nowhere')], limits);
    expect(gone).toMatchObject({ state: 'degraded', value: null, detail: expect.stringContaining('ENOENT') });
  });

  it('looks at the disk of PostgreSQL where that is on this machine, and tells of the fuller one', async () => {
    const { rows } = await run('show data_directory');
    const [{ data_directory: folder }] = rows as [{ data_directory: string }];
    expect(await look('disk.data', [diskProbe(undefined, folder)])).toMatchObject({ detail: folder });
    const [memory, disk] = await Promise.all(['/dev/shm', folder].map((one) => look('disk.data', [diskProbe(one)])));
    const fuller = (memory?.value ?? 0) > (disk?.value ?? 0) ? '/dev/shm' : folder;
    for (const folders of [['/dev/shm', folder] as const, [folder, '/dev/shm'] as const]) {
      expect(await look('disk.data', [diskProbe(...folders)])).toMatchObject({ detail: fuller });
    }
    expect(await look('disk.data', [diskProbe(undefined)])).toMatchObject({
      value: null,
      detail: 'DATA_DIR is not set',
    });
    const local = { state: 'unmeasured', detail: 'on this machine: disk.data' };
    expect(await look('disk.database', databaseProbes(view, { folder }))).toMatchObject(local);
  });

  it('tells that the memory of Redis is nearly used up, and that it is no more', async () => {
    const { used } = await hints.memory();
    const probes = redisProbes(hints);
    try {
      // Room enough for whoever else uses this Redis meanwhile: the limit is as small as the share.
      await limitRedis(redisUrl, used * 20);
      expect(await settled('redis.memory', probes, { 'redis.memory': 2 })).toMatchObject({ state: 'degraded' });
      await limitRedis(redisUrl, used * 200);
      expect(await settled('redis.memory', probes, { 'redis.memory': 2 })).toMatchObject({ state: 'normal' });
      expect(await told('redis.memory')).toEqual(['monitoring.degraded', 'monitoring.restored']);
    } finally {
      await limitRedis(redisUrl, 0);
    }
  });

  it('looks at the memory of Redis where it has a limit, and notices that it is away', async () => {
    const { used } = await hints.memory();
    const probes = redisProbes(hints);
    expect(await look('redis.memory', probes)).toMatchObject({ state: 'unmeasured', detail: 'maxmemory is not set' });
    expect(used).toBeGreaterThan(0);
    expect(await look('redis.away', probes)).toMatchObject({ state: 'normal', value: 0 });
    const nobody = new Hints('redis://127.0.0.1:1');
    expect(await look('redis.away', redisProbes(nobody))).toMatchObject({ state: 'degraded' });
    await nobody.close();
  });

  it('tells that partitions have no engine', async () => {
    const engine = new EnginePartitionStore(test.db, 'spec', 60_000);
    const held = await engine.claim(64);
    expect(await settled('engine.unowned', database())).toMatchObject({ state: 'normal', value: 0 });
    await engine.release(held.slice(0, 3));
    expect(await settled('engine.unowned', database())).toMatchObject({ state: 'degraded', value: 3 });
    await engine.claim(64);
    expect(await settled('engine.unowned', database())).toMatchObject({ state: 'normal' });
  });

  describe('processes', () => {
    const signs = (): ProcessSignStore => new ProcessSignStore(test.db);
    const probes = (): Probe[] => processProbes(view);
    const silentFor = (process: string, age: number) =>
      run(`update process_sign set seen_at = now() - $2 * interval '1 second' where process = $1`, process, age);

    it('tells which one gives no sign of life, from its last one on', async () => {
      await signs().keep('ingest', 'a', {});
      await silentFor('ingest', 31);
      await signs().keep('engine', 'a', {});
      const ingest = await look('process.ingest', probes());
      expect(ingest).toMatchObject({ state: 'degraded' });
      expect((now - ingest.since) / 1_000).toBeCloseTo(31, 0);
      expect(await look('process.engine', probes())).toMatchObject({ state: 'normal' });
      // Nobody ever heard of an api: it is missing for as long as we have been watching.
      expect(await look('process.api', probes())).toMatchObject({ state: 'degraded', value: 3_600 });
    });

    it('is content with one of several', async () => {
      await signs().keep('ingest', 'old', {});
      await silentFor('ingest', 1_000);
      await signs().keep('ingest', 'new', {});
      expect(await look('process.ingest', probes())).toMatchObject({ state: 'normal' });
    });

    it('blames nobody for what was before it looked', async () => {
      await signs().keep('ingest', 'a', {});
      await silentFor('ingest', 1_000);
      const standing = await service(...probes()).measure(readHeadroomPolicy({}), now, seconds(2));
      expect(standing.find(({ what }) => what === 'process.ingest')).toMatchObject({ state: 'normal', value: 2 });
    });

    it('tells that records wait in ingest, that its broker is away, that the engine is behind', async () => {
      await signs().keep('ingest', 'a', { heldSeconds: 31, brokerAwaySeconds: 32, storedSecondsAgo: 1 });
      await signs().keep('engine', 'a', { judgedSecondsAgo: 61 });
      expect(await look('records.held', probes())).toMatchObject({ state: 'degraded', value: 31 });
      expect(await look('broker.away', probes())).toMatchObject({ state: 'degraded', value: 32 });
      expect(await look('engine.lag', probes())).toMatchObject({ state: 'degraded' });
    });

    it('tells that nothing comes while worn wristbands say that they are connected', async () => {
      await signs().keep('ingest', 'a', { storedSecondsAgo: 200 });
      expect(await look('records.halted', probes())).toMatchObject({ state: 'normal', value: 0 });
      await addWearer(test, 'HR-0001', instant(now - 3_600_000));
      await run('update device set interval_s = 60');
      await run(`insert into device_link (device_id, online, changed_at) values ('HR-0001', true, now())`);
      expect(await look('records.halted', probes())).toMatchObject({ state: 'degraded', limit: 180 });
      await run('update device set interval_s = 600');
      await run('delete from monitoring_condition');
      expect(await look('records.halted', probes())).toMatchObject({ state: 'normal', limit: 1_800 });
    });
  });

  it('tells that connected wristbands are gone, until they are back', async () => {
    const wristbands = Array.from({ length: 12 }, (_, n) => `GO-${String(n).padStart(4, '0')}`);
    const say = (online: boolean, ...which: string[]) =>
      run(
        `insert into device_link (device_id, online, changed_at) select unnest($1::text[]), $2, $3
         on conflict (device_id) do update set online = excluded.online, changed_at = excluded.changed_at`,
        which,
        online,
        new Date(now),
      );
    await run('delete from device_link');
    for (const wristband of wristbands) await addWearer(test, wristband, instant(now - 3_600_000));
    const probes = processProbes(view);
    await say(true, ...wristbands.slice(0, 9));
    expect(await settled('wristbands.away', probes)).toMatchObject({ state: 'unmeasured', value: null });
    await say(true, ...wristbands);
    expect(await settled('wristbands.away', probes)).toMatchObject({ state: 'normal', value: 0, detail: '0 / 12' });
    const policy = readHeadroomPolicy({});
    const after = async (passed: number): Promise<Standing | undefined> => {
      now = instant(now + passed * 1_000);
      const standing = await service(...probes).measure(policy, now, seconds(3_600));
      return standing.find(({ what }) => what === 'wristbands.away');
    };
    await say(false, ...wristbands.slice(0, 4));
    expect(await after(10)).toMatchObject({ state: 'normal', detail: '4 / 12' });
    expect(await after(61)).toMatchObject({ state: 'degraded' });
    // An hour later they are as gone as they were.
    expect(await after(3_600)).toMatchObject({ state: 'degraded', detail: '4 / 12' });
    expect(await after(60)).toMatchObject({ state: 'degraded' });
    await say(true, ...wristbands.slice(0, 2));
    expect(await after(10)).toMatchObject({ state: 'degraded', detail: '2 / 12' });
    expect(await after(31)).toMatchObject({ state: 'normal' });
    expect(await told('wristbands.away')).toEqual(['monitoring.degraded', 'monitoring.restored']);
    // Who is handed in is not missed.
    await run('delete from device_link');
    await say(true, ...wristbands);
    await say(false, ...wristbands.slice(0, 6));
    await run('update device set disabled_at = now() where id = any($1)', wristbands.slice(0, 1));
    await run('delete from device_binding where device_id = any($1)', wristbands.slice(1, 2));
    expect(await after(10)).toMatchObject({ detail: '4 / 10' });
    await run('delete from device_link');
  });

  describe('a round', () => {
    const policy = readHeadroomPolicy({ roundSeconds: 3_600, limits: { 'process.ingest': 0 } });

    it('is claimed by one of several workers, and what it finds is told once', async () => {
      await Promise.all([1, 2, 3].map(() => service(...processProbes(view)).round(policy, now)));
      expect(await told('process.ingest')).toEqual(['monitoring.degraded']);
      const entries = await run(
        `select distinct actor, action from audit_entry where subject = 'monitoring:process.ingest'`,
      );
      expect(entries.rows).toEqual([{ actor: 'system:worker', action: 'monitoring.degraded' }]);
      const { ageSeconds } = await new MonitoringView(test.db).lastRound();
      expect(ageSeconds).toBeLessThan(60);
    });

    it('is told once also when two measure at the same time', async () => {
      await Promise.all([1, 2].map(() => service(...processProbes(view)).measure(policy, now, seconds(3_600))));
      await service(...processProbes(view)).measure(policy, instant(now + 10_000), seconds(3_600));
      expect(await told('process.engine')).toEqual(['monitoring.degraded']);
    });

    it('leaves its numbers for Prometheus', async () => {
      await run('delete from monitoring_round');
      await service(...processProbes(view)).round(policy, now);
      const page = await metrics.registry.metrics();
      expect(page).toContain('monitoring_degraded{what="process.ingest"} 1');
      expect(page).toMatch(/monitoring_round_seconds 0\.\d+/);
    });
  });
});
