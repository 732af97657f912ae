import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openTestDatabase, type TestDatabase } from '#libs/testkit';
import { ArrivalReader, type StoredRecord } from './arrival-reader.js';

const T0 = Date.UTC(2026, 0, 10);

describe('ArrivalReader', () => {
  let test: TestDatabase;
  let reader: ArrivalReader;
  const open: pg.Client[] = [];
  let seq = 0;

  beforeAll(async () => {
    test = await openTestDatabase();
    reader = new ArrivalReader(test.db);
  });
  afterEach(async () => {
    for (const client of open.splice(0)) await client.end();
  });
  afterAll(async () => test.close());

  async function begin(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: test.ownerUrl });
    open.push(client);
    await client.connect();
    await client.query('begin');
    return client;
  }
  async function insert(client: pg.Client | pg.Pool, supervisee = 5, count = 1): Promise<number[]> {
    const seqs = Array.from({ length: count }, () => (seq += 1));
    await client.query(
      `insert into record (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind)
       select 'WB-1', 1, n, $2, $2, pg_current_xact_id()::text::bigint, $3::bigint, $3::bigint % 64, 1, 'nofix' from unnest($1::bigint[]) n`,
      [seqs, new Date(T0), supervisee],
    );
    return seqs;
  }
  const seqsOf = (records: readonly StoredRecord[]): number[] =>
    records.map((record) => record.seq).sort((a, b) => a - b);

  it('reads what is stored, once, and goes on from there', async () => {
    const from = await reader.now();
    const first = await insert(test.owner);
    const look = await reader.read(from);
    expect(seqsOf(look.records)).toEqual(first);
    expect(look.more).toBe(false);
    const second = await insert(test.owner);
    expect(seqsOf((await reader.read(look.next)).records)).toEqual(second);
  });

  it('does not skip a transaction that began earlier and commits later', async () => {
    const from = await reader.now();
    const slow = await begin();
    const early = await insert(slow);
    const quick = await insert(test.owner);
    const meanwhile = await reader.read(from);
    await slow.query('commit');
    const afterwards = await reader.read(meanwhile.next);
    expect(seqsOf([...meanwhile.records, ...afterwards.records])).toEqual([...early, ...quick]);
  });

  it('does not wait for one that only reads, nor for one that failed', async () => {
    const from = await reader.now();
    const dump = await begin();
    await dump.query('select count(*) from record');
    const failed = await begin();
    await insert(failed);
    await failed.query('rollback');
    const stored = await insert(test.owner);
    expect(seqsOf((await reader.read(from)).records)).toEqual(stored);
  });

  it('reads page by page without cutting a transaction', async () => {
    const from = await reader.now();
    const all = [
      ...(await insert(test.owner, 5, 3)),
      ...(await insert(test.owner, 5, 3)),
      ...(await insert(test.owner, 5, 1)),
    ];
    const pages: number[][] = [];
    for (let cursor = from, more = true; more;) {
      const page = await reader.read(cursor, null, 2);
      pages.push(seqsOf(page.records));
      ({ next: cursor, more } = page);
    }
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual(all);
  });

  it('reads the partitions it is asked for', async () => {
    const from = await reader.now();
    await insert(test.owner, 6);
    const mine = await insert(test.owner, 69);
    expect(seqsOf((await reader.read(from, [5])).records)).toEqual(mine);
    expect((await reader.read(from, [5])).records[0]).toMatchObject({
      superviseeId: '69',
      kind: 'nofix',
      at: T0,
    });
  });
});
