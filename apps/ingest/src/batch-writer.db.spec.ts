import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { instant } from '#libs/kernel';
import { HeldMessage } from '#libs/mqtt';
import { addWearer, openTestDatabase, until, type TestDatabase } from '#libs/testkit';
import { BatchWriter, Stopped } from './batch-writer.js';
import { readMessage, type ReceivedMessage } from './received-message.js';

const NOW = instant(Date.UTC(2026, 2, 1));

describe('BatchWriter', () => {
  let test: TestDatabase;
  let writer: BatchWriter;
  let device = '';
  let made = 0;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    test = await openTestDatabase();
  });
  beforeEach(async () => {
    device = `WB-${(made += 1).toString().padStart(4, '0')}`;
    await addWearer(test, device, instant(NOW - 86_400_000));
    writer = new BatchWriter(test.db);
  });
  afterAll(async () => test.close());

  const message = (topic: string, body: object): ReceivedMessage => {
    const held = new HeldMessage(topic, Buffer.from(JSON.stringify(body)), 1, {});
    return readMessage(held, NOW);
  };
  const up = (...seqs: number[]): ReceivedMessage => {
    const rec = seqs.map((seq) => ({ seq, t: NOW - 60_000 + seq, k: 'nofix' }));
    return message(`wristband/v1/${device}/up`, { boot: 1, rec });
  };
  /** What no parser of ours lets through: the database refuses it. */
  const poisoned = (seq: number): ReceivedMessage => {
    const received = up(seq);
    const records = received.uplink.records.map((record) => ({ ...record, kind: 'a\0b' }));
    return { ...received, uplink: { ...received.uplink, records } };
  };
  async function rows<Row extends object>(sql: string): Promise<Row[]> {
    return (await test.owner.query<Row>(sql, [device])).rows;
  }
  const seqs = async (): Promise<number[]> =>
    (await rows<{ seq: string }>('select seq from record where device_id = $1 order by seq')).map(({ seq }) =>
      Number(seq),
    );

  it('finds the messages that the database refuses, keeps them in quarantine and stores the others', async () => {
    const results = await writer.write([up(1), up(2), poisoned(3), up(4), poisoned(5), up(6, 7)]);
    expect(await seqs()).toEqual([1, 2, 4, 6, 7]);
    const kept = await rows<{ reason: string; payload: Buffer }>(
      'select reason, payload from quarantine where device_id = $1 order by id',
    );
    expect(kept.map(({ reason }) => reason)).toEqual(['store.refused', 'store.refused']);
    expect(JSON.parse(String(kept[0]?.payload))).toMatchObject({ rec: [{ seq: 3 }] });
    const quarantined = results.map(({ counts }) => counts.quarantined);
    expect(quarantined.reduce((a, b) => a + b)).toBe(2);
  });

  it('writes in smaller pieces what is too much at once', async () => {
    await test.owner.query(`
      create function too_much() returns trigger language plpgsql as $$
      begin
        if (select count(*) from record where arrival = new.arrival) >= 2 then
          raise exception 'out of shared memory' using errcode = '53200';
        end if;
        return new;
      end $$;
      create trigger too_much before insert on record for each row execute function too_much()`);
    const results = await writer.write([up(1), up(2), up(3, 4), up(5), up(6)]);
    await test.owner.query('drop trigger too_much on record');
    expect(await seqs()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(results.every(({ counts }) => counts.quarantined === 0)).toBe(true);
  });

  it('waits while the database is away, and then stores everything once', async () => {
    await writer.write([up(1)]);
    await setOpen(false);
    const waiting = writer.write([up(2), up(3)]);
    await until('an attempt', async () => !(await isUp()));
    await setOpen(true);
    await waiting;
    expect(await seqs()).toEqual([1, 2, 3]);
  });

  it('gives up when the process stops, with nothing stored', async () => {
    await setOpen(false);
    const waiting = writer.write([up(1)]);
    writer.stop();
    await expect(waiting).rejects.toThrow(Stopped);
    await setOpen(true);
    expect(await seqs()).toEqual([]);
  });

  it('writes down who is connected, and keeps a link that cannot be read in quarantine', async () => {
    const link = `wristband/v1/${device}/link`;
    await writer.write([
      message(link, { online: true }),
      message(link, { online: 1 }),
      message('wristband/v1/WB-none/link', { online: true }),
    ]);
    expect(await rows('select online, changed_at from device_link where device_id = $1')).toEqual([
      { online: true, changed_at: new Date(NOW) },
    ]);
    expect(await rows('select reason from quarantine where device_id = $1')).toEqual([{ reason: 'payload.invalid' }]);
    await writer.write([message(link, { online: true }), message(link, { online: false })]);
    expect(await rows('select online from device_link where device_id = $1')).toEqual([{ online: false }]);
    expect(await rows(`select reason from quarantine where device_id = 'WB-none' and $1 <> ''`)).toEqual([
      { reason: 'device.unknown' },
    ]);
  });

  const isUp = (): Promise<boolean> =>
    test.db.query({ name: 'up', text: 'select 1', values: [] }).then(
      () => true,
      () => false,
    );

  /** Shuts everybody out of the database, or lets them in again. */
  async function setOpen(open: boolean): Promise<void> {
    const name = new URL(test.ownerUrl).pathname.slice(1);
    const login = new URL(test.applicationUrl).username;
    await test.owner.query(`alter role ${login} ${open ? 'login' : 'nologin'}`);
    if (!open) {
      await test.owner.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = $2',
        [name, login],
      );
    }
  }
});
