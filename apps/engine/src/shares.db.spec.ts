import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Metrics, Readiness } from '#libs/platform';
import { Hints } from '#libs/queue';
import { PostgresDatabase } from '#libs/store';
import { openTestDatabase, until, type TestDatabase } from '#libs/testkit';
import { EngineService } from './engine.service.js';
import { Engine } from './engine.js';
import { EngineNumbers } from './numbers.js';

/** With their own timers, as their processes run them. */
describe('engines that run side by side', () => {
  let test: TestDatabase;
  const stops: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    // The one that is gone says so twice a second.
    Logger.overrideLogger(false);
    test = await openTestDatabase();
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
    await test.close();
  });

  function run(name: string) {
    const db = new PostgresDatabase({ url: test.applicationUrl, name, max: 3 });
    const hints = new Hints('redis://127.0.0.1:1');
    const engine = new Engine(name, db, hints, new EngineNumbers(new Metrics()));
    const service = new EngineService(engine, db, hints, new Readiness());
    service.onApplicationBootstrap();
    stops.push(() => service.onApplicationShutdown().catch(() => undefined));
    return { engine, db };
  }
  const held = async (): Promise<Record<string, number>> => {
    const { rows } = await test.owner.query<{ holder: string; held: number }>(
      `select holder, count(*)::int as held from engine_partition
       where held_until > clock_timestamp() group by holder order by holder`,
    );
    return Object.fromEntries(rows.map((row) => [row.holder, row.held]));
  };

  it('share evenly, and take over from one that is gone within ten seconds', async () => {
    const one = run('one');
    await until('all to be held', () => one.engine.lease.held.size === 64, 10_000);
    const two = run('two');
    await until('half to be given up', async () => (await held())['two'] === 32, 10_000);
    expect(await held()).toEqual({ one: 32, two: 32 });

    // As a killed process: nothing is released, nothing is renewed.
    await one.db.end();
    const gone = Date.now();
    await until('the take-over', () => two.engine.lease.held.size === 64, 20_000);
    expect(Date.now() - gone).toBeLessThan(10_000);
    expect(await held()).toEqual({ two: 64 });
  }, 60_000);
});
