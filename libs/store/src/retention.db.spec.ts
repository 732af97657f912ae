import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountId, days, deviceId, hours, instant, type Instant, type SuperviseeId } from '#libs/kernel';
import { addWearer, openTestDatabase, storeObservations, type TestDatabase } from '#libs/testkit';
import { ArrivalReader } from './arrival-reader.js';
import { HoldStore } from './hold.store.js';
import { makeRecordDays } from './record-days.js';
import { writeJournal } from './journal.js';
import { RetentionStore } from './retention.store.js';
import { TrackView } from './track.view.js';

const BEGAN = instant(Date.UTC(2026, 0, 5));
const TODAY = instant(Date.UTC(2026, 10, 20, 3));

interface Somebody {
  readonly id: SuperviseeId;
  readonly device: string;
}

describe('what becomes of records in time', () => {
  let test: TestDatabase;
  let retention: RetentionStore;
  let isTimescale = false;
  beforeAll(async () => {
    test = await openTestDatabase();
    retention = new RetentionStore(test.db);
    isTimescale = (await test.owner.query(`select from pg_extension where extname = 'timescaledb'`)).rowCount === 1;
  });
  afterAll(async () => test.close());

  let wristbands = 0;
  /** Whose supervision ended on a day, with a record an hour on the days named. */
  async function somebody(termTo: string, on: readonly number[], perDay = 24): Promise<Somebody> {
    const device = `WB-R${(wristbands += 1)}`;
    const id = await addWearer(test, device, BEGAN);
    await test.owner.query('update supervisee set term_to = $2 where id = $1', [id, termTo]);
    await test.owner.query('update device_binding set during = tstzrange($2, $3) where supervisee_id = $1', [
      id,
      new Date(BEGAN),
      new Date(BEGAN + days(30)),
    ]);
    for (const day of on) await makeRecordDays(test.db, instant(BEGAN + days(day)));
    const times = on.flatMap((day) =>
      Array.from({ length: perDay }, (_, i) => BEGAN + days(day) + (i * days(1)) / perDay),
    );
    await say({ id, device }, times, 1);
    return { id, device };
  }

  async function say({ id, device }: Somebody, times: readonly number[], firstSeq: number): Promise<void> {
    const records = times.map((at, index) => ({
      ...{ superviseeId: id, deviceId: deviceId(device), life: 1, seq: firstSeq + index, kind: 'fix' },
      ...{ at: instant(at), receivedAt: instant(at), lat: 27.7, lon: 106.9, accuracy: 8, source: 'gnss' as const },
      clockOffset: null,
    }));
    await storeObservations(test, { id, device }, records);
  }

  const kept = async ({ id }: Somebody): Promise<number> =>
    (await new TrackView(test.db).records(id, { from: BEGAN, to: instant(BEGAN + days(40)) })).length;
  const delete_ = (now: Instant = TODAY) => retention.delete(now, 10);

  it('is deletion, half a year after the end: whole days, then the rest of each person, written into the audit log', async () => {
    const gone = await somebody('2026-02-20', [1, 2, 3]);
    const stays = await somebody('2027-01-01', [3]);
    expect(await delete_(instant(Date.UTC(2026, 7, 1)))).toEqual([]);
    expect(await delete_()).toEqual([
      { what: 'record', superviseeId: null, day: '2026-01-06', people: 1, records: 24 },
      { what: 'record', superviseeId: null, day: '2026-01-07', people: 1, records: 24 },
      { what: 'record', superviseeId: gone.id, day: null, people: 1, records: 24 },
    ]);
    expect(await Promise.all([gone, stays].map(kept))).toEqual([0, 24]);
    expect(await delete_()).toEqual([]);
    const { rows } = await test.owner.query<{ subject: string; records: number }>(
      `select subject, (detail ->> 'records')::integer as records from audit_entry
       where action = 'records.deleted' order by seq`,
    );
    expect(rows).toEqual([
      { subject: 'retention:record', records: 24 },
      { subject: 'retention:record', records: 24 },
      { subject: `supervisee:${gone.id}`, records: 24 },
    ]);
  });

  it('is nothing while somebody holds them, also on a day that is over for all others', async () => {
    const held = await somebody('2026-02-20', [5, 6]);
    const gone = await somebody('2026-02-20', [6]);
    const { rows } = await test.owner.query<{ id: string }>(`select id from account limit 1`);
    const by = accountId(rows[0]?.id ?? '');
    const holds = new HoldStore(test.db);
    const hold = await test.db.transaction((tx) =>
      new HoldStore(tx).place({
        ...{ superviseeId: held.id, ground: 'litigation', reason: 'spec', by, role: 'prosecutor', at: TODAY },
      }),
    );
    expect(await delete_()).toMatchObject([{ superviseeId: gone.id, records: 24 }]);
    expect(await Promise.all([held, gone].map(kept))).toEqual([48, 0]);
    await holds.release(hold, by, TODAY, 'spec');
    expect((await delete_()).map(({ day, records }) => [day, records])).toEqual([
      ['2026-01-10', 24],
      ['2026-01-11', 24],
      [null, 0],
    ]);
    expect(await kept(held)).toBe(0);
  });

  it('is deletion of what consoles were told a fortnight ago: no hole is left, and the newest always stays', async () => {
    const { db } = test;
    const tell = (...daysAgo: readonly number[]) =>
      db.transaction((tx) =>
        writeJournal(
          tx,
          [],
          daysAgo.map((ago) => ({ ...{ type: 'spec', division: null, data: {} }, at: instant(TODAY - days(ago)) })),
        ),
      );
    const feed = async (): Promise<string[]> =>
      (await test.owner.query<{ cursor: string }>('select cursor from feed_event order by cursor')).rows.map(
        (row) => row.cursor,
      );
    await tell(40, 15, 14, 20, 1);
    const [oldest = '', second = '', ...young] = await feed();
    expect(await retention.deleteFeed(TODAY, 1)).toBe(1);
    expect(await feed()).toEqual([second, ...young]);
    expect(await retention.deleteFeed(TODAY, 10)).toBe(1);
    expect(await retention.deleteFeed(TODAY, 10)).toBe(0);
    expect(await feed()).toEqual(young);
    expect(await retention.deleteFeed(instant(TODAY + days(100)), 10)).toBe(2);
    expect(await feed()).toEqual(young.slice(-1));
    expect(await tell(0)).toBe(String(BigInt(young.at(-1) ?? oldest) + 1n));
    const { rows } = await test.owner.query<{ records: number }>(
      `select (detail ->> 'records')::integer as records from audit_entry where subject = 'retention:feed_event' order by seq`,
    );
    expect(rows.map(({ records }) => records)).toEqual([1, 1, 2]);
  });

  it('is what the applications cannot do on their own', async () => {
    const refused = (sql: string) =>
      expect(test.db.query({ name: sql, text: sql, values: [] })).rejects.toThrow(/permission denied/);
    await refused('delete from record');
    await refused('truncate record');
    await refused('delete from legal_hold');
    await refused(`update legal_hold set supervisee_id = 1`);
    await refused('delete from sealed_record');
    await refused('delete from feed_event');
  });

  it('is deletion of what has no person, unless its wristband was worn by somebody whose things are held', async () => {
    const held = await somebody('2027-01-01', [8]);
    const { rows } = await test.owner.query<{ id: string }>(`select id from account limit 1`);
    const by = accountId(rows[0]?.id ?? '');
    await new HoldStore(test.db).place({
      superviseeId: held.id,
      ground: 'complaint',
      reason: 'spec',
      by,
      role: 'head',
      at: TODAY,
    });
    await test.owner.query(
      `insert into sealed_record (device_id, life, seq, at, received_at, kind, payload)
       select d, 1, 1, $1, $1, 'fix', '{}' from unnest($2::text[]) d`,
      [new Date(BEGAN), [held.device, 'WB-OTHER']],
    );
    expect(await delete_()).toEqual([
      { what: 'sealed_record', superviseeId: null, day: null, people: null, records: 1 },
    ]);
    expect((await test.owner.query('select from sealed_record')).rowCount).toBe(1);
  });

  it('is compression after a week, where the database can; what comes late finds its place, once, and is found', async () => {
    const who = await somebody('2027-01-01', [12, 13], 96);
    const compressed: string[] = [];
    for (let day; (day = await retention.compressOne(instant(BEGAN + days(20)), 7)) !== null;) compressed.push(day);
    if (!isTimescale) return void expect(compressed).toEqual([]);
    // The thirteenth day is a week and a half old then, the fourteenth not yet a week.
    expect(compressed).toContain('2026-01-17');
    expect(compressed).not.toContain('2026-01-18');
    expect(await kept(who)).toBe(192);

    const reader = new ArrivalReader(test.db);
    const at = (day: number): number => BEGAN + days(day) + hours(5) + 7_000;
    const first = await reader.read('0');
    await say(who, [BEGAN + days(12)], 1);
    await say(who, [at(12)], 1_000);
    const late = await reader.read(first.next);
    expect(late.records.map(({ seq }) => seq)).toEqual([1_000]);
    expect(await kept(who)).toBe(193);
    expect(await retention.compressOne(instant(BEGAN + days(20)), 7)).toBe('2026-01-17');
    expect(await retention.compressOne(instant(BEGAN + days(20)), 7)).toBeNull();
    expect(await kept(who)).toBe(193);
    const again = await reader.read(first.next);
    expect(again.records.map(({ seq }) => seq)).toEqual([1_000]);
  });
});
