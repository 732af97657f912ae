import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '#libs/testkit';
import { compareSent } from '../support/compare-sent.js';

const AT = 1_767_225_600_123;

describe('sent and stored, side by side', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhengtu-sent-'));
  const file = join(folder, 'sent.csv');
  let test: TestDatabase;

  beforeAll(async () => {
    test = await openTestDatabase();
    await store(1, AT, 83);
    await store(2, AT, 83);
    await store(3, AT, 82);
    await store(4, AT + 1, 83);
    await store(9, AT, 83);
    await store(5, AT, 83, 7);
    await store(5, AT, 83, 8);
    await test.owner.query(
      `insert into sealed_record (device_id, life, seq, at, received_at, kind, payload)
       values ('WB-1', 7, 6, to_timestamp($1 / 1000.0), now(), 'nofix', '{"boot": 7, "battery_pct": 83, "rssi_dbm": -71}')`,
      [AT],
    );
  });
  afterAll(async () => {
    await test.close();
    rmSync(folder, { recursive: true });
  });

  const store = (seq: number, at: number, battery: number, life = 7): Promise<unknown> =>
    test.owner.query(
      `insert into record (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind, battery_pct, rssi_dbm)
       values ('WB-1', $4, $1, to_timestamp($2 / 1000.0), now(), 1, 1, 1, 7, 'nofix', $3, -71)`,
      [seq, at, battery, life],
    );
  const sent = (...seqs: number[]): string[] => seqs.map((seq) => `WB-1,7,${seq},${AT},nofix|83|-71`);
  const compare = async (...lines: string[]) => {
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    return compareSent(test.ownerUrl, file);
  };

  it('tells what is lost, forgotten, stored twice or without having been sent, and stored otherwise', async () => {
    const { examples, ...counts } = await compare(...sent(1, 1, 2, 3, 4, 5, 6, 7, 8), 'WB-1,7,8,,20');
    expect(counts).toEqual({
      sent: 8,
      stored: 8,
      sealed: 1,
      lost: 1,
      forgotten: 1,
      duplicated: 2,
      differing: 2,
    });
    expect(examples.map((line) => line.replace(/,.*/, ''))).toEqual([
      'differing: WB-1 boot 7 seq 3',
      'differing: WB-1 boot 7 seq 4',
      'duplicated: WB-1 boot 7 seq 5',
      'duplicated: WB-1 boot 7 seq 9',
      'forgotten: WB-1 boot 7 seq 8',
      'lost: WB-1 boot 7 seq 7',
    ]);
  });

  it('does not take a file that is still being written', async () => {
    writeFileSync(file, `${sent(1)[0]}\nWB-1,7,2,17`);
    await expect(compareSent(test.ownerUrl, file)).rejects.toThrow('in the middle of a line');
  });
});
