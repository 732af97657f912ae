import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import { openTestDatabase, type TestDatabase } from '#libs/testkit';
import { makeRecordDays } from './record-days.js';

const NOW = instant(Date.UTC(2026, 4, 10, 15));

describe('makeRecordDays', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase();
  });
  afterAll(async () => test.close());

  const insert = (at: number): Promise<unknown> =>
    test.owner.query(
      `insert into record (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind)
       values ('WB-1', 1, 1, $1, $1, 1, 1, 1, 1, 'nofix')`,
      [new Date(at)],
    );
  async function placesOf(): Promise<string[]> {
    const { rows } = await test.owner.query<{ place: string }>(
      'select tableoid::regclass::text as place from record order by at',
    );
    return rows.map(({ place }) => place);
  }
  async function isHypertable(): Promise<boolean> {
    return (await test.owner.query(`select from pg_extension where extname = 'timescaledb'`)).rowCount === 1;
  }

  it('gives each day its own partition, moves what came before it was there, and does nothing twice', async () => {
    if (await isHypertable()) return void expect(await makeRecordDays(test.db, NOW)).toBe(0);
    await insert(NOW);
    expect(await makeRecordDays(test.db, NOW)).toBe(9);
    expect(await makeRecordDays(test.db, NOW)).toBe(0);
    await insert(NOW + 86_400_000);
    await insert(Date.UTC(1901, 0, 1));
    expect(await placesOf()).toEqual(['record_elsewhen', 'record_20260510', 'record_20260511']);
  });
});
