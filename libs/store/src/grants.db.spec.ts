import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import { openTestDatabase, raiseAlert, seedCounties, type TestDatabase } from '#libs/testkit';
import { AlertActStore } from './alert-act.store.js';
import { AccountStore } from './account.store.js';
import { act, writeJournal } from './journal.js';
import { SuperviseeStore } from './supervisee.store.js';
import { WorldChangeStore } from './world-change.store.js';

const POINTS = [
  'points_scheme_version',
  'points_enactment',
  'points_fact',
  'points_fact_withdrawal',
  'points_entry',
  'points_entry_alert',
  'points_act',
  'points_movement',
  'points_close_line',
  'points_close_step',
  'points_class',
];

describe('the role of the applications', () => {
  let database: TestDatabase;
  const now = instant(Date.UTC(2026, 10, 23));

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    const { db } = database;
    const person = {
      name: 'x',
      division: '520303',
      category: 'probation',
      termFrom: '2026-01-01',
      termTo: '2027-01-01',
      minor: false,
    } as const;
    const superviseeId = await new SuperviseeStore(db).add(person, now);
    const by = await new AccountStore(db).add(
      { username: 'x', displayName: 'x', passwordHash: 'x', role: 'county', division: '52' },
      now,
    );
    const alertId = await raiseAlert(database, { superviseeId, division: '520303' });
    await new AlertActStore(db).note({ alertId, by: by as never, at: now }, 'seen');
    await new WorldChangeStore(db).add([{ superviseeId, division: null, what: 'supervisee' }], now);
    const look = {
      actor: 'system:spec',
      role: 'system',
      action: 'a.b',
      subject: 's',
      division: null,
      purpose: null,
      detail: {},
    } as const;
    await db.transaction((tx) => writeJournal(tx, [act(now, look)]));
    await database.owner.query(
      `insert into sealed_record (device_id, life, seq, at, received_at, kind, payload) values ('D-1', 1, 1, now(), now(), 'fix', '{"lat":27}')`,
    );
  });
  afterAll(async () => database.close());

  const as = (text: string): Promise<unknown> => database.db.query({ name: '', text, values: [] });
  const refused = { code: '42501' };

  it.each([
    'audit_entry',
    'feed_event',
    'record',
    'alert_act',
    'alert_revision',
    'world_change',
    'sealed_record',
    ...POINTS,
  ])('cannot change, remove or empty %s', async (table) => {
    const { rows } = await database.owner.query<{ column: string }>(
      `select attname as column from pg_attribute where attrelid = $1::regclass and attnum > 0 and attidentity = '' limit 1`,
      [table],
    );
    const column = rows[0]?.column ?? '';
    await expect(as(`update ${table} set ${column} = ${column}`)).rejects.toMatchObject(refused);
    await expect(as(`delete from ${table}`)).rejects.toMatchObject(refused);
    await expect(as(`truncate ${table}`)).rejects.toMatchObject(refused);
  });

  it.each(['supervisee', 'device', 'device_order', 'zone', 'zone_version', 'alert', 'account', 'quarantine'])(
    'cannot remove from %s',
    async (table) => {
      await expect(as(`delete from ${table}`)).rejects.toMatchObject(refused);
    },
  );

  it('can count sealed records and cannot read them', async () => {
    await as('select device_id, life, seq, at, received_at, kind from sealed_record');
    await expect(as('select payload from sealed_record')).rejects.toMatchObject(refused);
    await expect(as('select * from sealed_record')).rejects.toMatchObject(refused);
  });

  it.each(['create table x (y int)', 'alter table alert add x int', 'drop table alert', 'set role postgres'])(
    'cannot %s',
    async (text) => {
      await expect(as(text)).rejects.toMatchObject(refused);
    },
  );
});
