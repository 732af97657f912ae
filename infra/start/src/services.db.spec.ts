import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataDir } from './data-dir.js';
import { markOf } from './running.js';
import { startServices, type Services } from './services.js';

describe('the embedded services', () => {
  let path: string;
  const running: Services[] = [];
  const start = async (): Promise<Services> => {
    const services = await startServices({ dataDir: new DataDir(path), tell: () => undefined });
    running.push(services);
    return services;
  };
  const noted = (): string[] => readdirSync(join(path, 'processes')).sort();
  const numberOf = (name: string): number => Number.parseInt(readFileSync(join(path, 'processes', name), 'utf8'), 10);
  const ask = async (url: string, sql: string): Promise<unknown> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<{ answer: unknown }>(sql)).rows[0]?.answer;
    } finally {
      await client.end();
    }
  };

  beforeEach(() => {
    // Closed to all other accounts, as a home folder is: the server must get in all the same.
    path = mkdtempSync(join(tmpdir(), 'zhengtu-services-'));
  });
  afterEach(async () => {
    for (const services of running.splice(0)) await services.stop();
    rmSync(path, { recursive: true, force: true });
  });

  it('keep what was written when they stop and start again, and leave no process', async () => {
    const first = await start();
    await ask(first.ownerUrl, `create table kept as select 'still here' as answer`);
    expect(noted()).toEqual(['postgres', 'redis']);
    await first.stop();
    expect(noted()).toEqual([]);
    const second = await start();
    expect(await ask(second.ownerUrl, 'select answer from kept')).toBe('still here');
  }, 60_000);

  it('keep what was committed when the database is cut off', async () => {
    const { ownerUrl, postgres } = await start();
    await ask(ownerUrl, `create table kept as select 'committed' as answer`);
    await postgres?.kill();
    await postgres?.start();
    expect(await ask(ownerUrl, 'select answer from kept')).toBe('committed');
  }, 60_000);

  it('never write to the disk later than they say', async () => {
    const { ownerUrl } = await start();
    expect(
      await ask(ownerUrl, `select current_setting('fsync') || current_setting('synchronous_commit') as answer`),
    ).toBe('onon');
  }, 60_000);

  it('give the applications a login that does not own the schema', async () => {
    const { applicationUrl } = await start();
    await expect(ask(applicationUrl, 'create table mine ()')).rejects.toThrow(/permission denied/);
  }, 60_000);

  it('begin although a lock of an earlier time has the number of a living process', async () => {
    await (await start()).stop();
    writeFileSync(join(path, 'postgres/postmaster.pid'), `${process.pid}\n${path}/postgres\n`);
    await expect(start()).resolves.toBeDefined();
  }, 60_000);

  it('that were left behind are found and ended', async () => {
    await start();
    const numbers = ['postgres', 'redis'].map(numberOf);
    expect((await new DataDir(path).register.endAll()).sort()).toEqual(['postgres', 'redis']);
    expect(numbers.map(markOf)).toEqual([undefined, undefined]);
  }, 60_000);

  it('say in one line when the password of the database is gone', async () => {
    await (await start()).stop();
    rmSync(join(path, 'secrets.json'));
    await expect(start()).rejects.toThrow(/secrets\.json has not the password of this database: put it back/);
    expect(noted()).toEqual([]);
  }, 60_000);

  it('that cannot be reached are named by their setting', async () => {
    const options = { dataDir: new DataDir(path), tell: () => undefined, databaseUrl: 'postgres://u:p@127.0.0.1:9/x' };
    await expect(startServices(options)).rejects.toThrow(/Nobody answers at 127\.0\.0\.1:9: correct DATABASE_URL/);
    expect(noted()).toEqual([]);
  });
});
