import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { alertId, instant, type AlertId } from '#libs/kernel';
import { Hints, openJobQueue } from '#libs/queue';
import { PostgresDatabase } from '#libs/store';
import { flushRedis, openTestDatabase, raiseAlert, until, type TestDatabase } from '#libs/testkit';
import { WorkerModule } from '../worker.module.js';
import { EscalationPlanner } from './escalation.planner.js';
import { EscalationService } from './escalation.service.js';

describe('escalation', () => {
  let database: TestDatabase;
  let worker: INestApplicationContext;
  let superviseeId: string;
  // A Redis database of this file's own: other files' workers must not take its jobs.
  const redisUrl = `${process.env['TEST_REDIS_URL'] ?? ''}/7`;

  beforeAll(async () => {
    database = await openTestDatabase();
    const { rows } = await database.owner.query<{ id: string }>(
      `insert into supervisee (name, division, category, term_from, term_to, created_at)
       values ('spec', '520303', 'probation', '2026-01-01', '2027-01-01', now()) returning id`,
    );
    superviseeId = rows[0]?.id ?? '';
    worker = await NestFactory.createApplicationContext(
      WorkerModule.for({ DATABASE_URL: database.applicationUrl, REDIS_URL: redisUrl }),
      { logger: false },
    );
  }, 30_000);

  afterAll(async () => {
    await worker.close();
    await flushRedis(redisUrl);
    await database.close();
  }, 30_000);

  let id: AlertId;
  beforeEach(async () => {
    id = await raiseAlert(database, { superviseeId, division: '520303', severity: 'critical' });
  });

  const dueIn = (ms: number) =>
    database.owner.query('update alert set due_at = $2 where id = $1', [id, new Date(Date.now() + ms)]);
  const plan = () => worker.get(EscalationPlanner).plan(instant(Date.now()));
  const level = async (): Promise<number> =>
    (await database.owner.query<{ escalation: number }>('select escalation from alert where id = $1', [id])).rows[0]
      ?.escalation ?? -1;
  const untilLevel = (wanted: number) => until(`level ${wanted}`, async () => (await level()) === wanted);

  it('passes an alert up that nobody has claimed in time, and says so to the consoles and the audit log', async () => {
    await dueIn(200);
    await plan();
    await untilLevel(1);
    const feed = await database.owner.query(
      `select 1 from feed_event where type = 'alert.changed' and data->>'id' = $1`,
      [id],
    );
    const audit = await database.owner.query(
      `select 1 from audit_entry where action = 'alert.escalated' and subject = $1`,
      [`alert:${id}`],
    );
    expect([feed.rowCount, audit.rowCount]).toEqual([1, 1]);
  });

  it('does so also when Redis was flushed in between', async () => {
    await dueIn(700);
    await plan();
    await flushRedis(redisUrl);
    await plan();
    await untilLevel(1);
  });

  it('does so once, however often it is planned', async () => {
    await dueIn(-1);
    await Promise.all([plan(), plan(), plan()]);
    await untilLevel(1);
    await Promise.all([1, 2].map(() => worker.get(EscalationService).escalate(id, 0, instant(Date.now()))));
    expect(await level()).toBe(1);
  });

  it('leaves an alert alone that somebody has claimed', async () => {
    await dueIn(-1);
    await database.owner.query(`update alert set state = 'claimed' where id = $1`, [id]);
    expect(await worker.get(EscalationService).escalate(alertId(id), 0, instant(Date.now()))).toBe('no longer due');
  });

  it('passes up also what has ended by itself: nobody has looked into it', async () => {
    await dueIn(-1);
    await database.owner.query(`update alert set ended_at = now(), end_reason = 'returned' where id = $1`, [id]);
    expect(await worker.get(EscalationService).escalate(alertId(id), 0, instant(Date.now()))).toBe('escalated');
    expect(await level()).toBe(1);
  });

  it('passes up what is overdue while Redis is away', async () => {
    const hints = new Hints('redis://127.0.0.1:1');
    const queue = openJobQueue('escalate-alert', 'redis://127.0.0.1:1');
    const planner = new EscalationPlanner(queue, worker.get(PostgresDatabase), worker.get(EscalationService), hints);
    await dueIn(-1);
    await planner.plan(instant(Date.now()));
    expect(await level()).toBe(1);
    await hints.close();
    await queue.close();
  });

  it('passes up what is overdue though its job was taken and did nothing', async () => {
    await dueIn(60_000);
    const queue = openJobQueue('escalate-alert', redisUrl);
    // As by a worker whose clock is ahead.
    const done = await queue.add('escalate-alert', { alertId: id, level: 0 }, { jobId: `escalate-alert-${id}-0` });
    await until('the job to be done', async () => (await done.getState()) === 'completed');
    expect(await level()).toBe(0);
    await dueIn(-11_000);
    await plan();
    expect(await level()).toBe(1);
    await queue.close();
  });
});
