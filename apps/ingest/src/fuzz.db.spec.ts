import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { instant } from '#libs/kernel';
import { HeldMessage } from '#libs/mqtt';
import { accountFor, addWearer, hostileMessages, openTestDatabase, type TestDatabase } from '#libs/testkit';
import { BatchWriter } from './batch-writer.js';
import { readMessage } from './received-message.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const MESSAGES = Number(process.env['MESSAGES'] ?? 5_000);
const BATCH = 100;

describe(`ingest under ${MESSAGES} hostile messages (SEED=${SEED})`, () => {
  let test: TestDatabase;
  const now = Date.now();
  const devices = ['WB-worn', 'WB-free', 'WB-else'];

  beforeAll(async () => {
    Logger.overrideLogger(false);
    test = await openTestDatabase();
    for (const device of devices) await addWearer(test, device, instant(now - 86_400_000));
    await test.owner.query(`delete from device_binding where device_id = 'WB-free'`);
  });
  afterAll(async () => test.close());

  it('accounts for every one of them, and no message takes another along', async () => {
    const messages = [...hostileMessages(devices, { seed: SEED, count: MESSAGES, now })];
    const writer = new BatchWriter(test.db);
    for (let from = 0; from < messages.length; from += BATCH) {
      const batch = messages.slice(from, from + BATCH).map(({ topic, payload }) => {
        return readMessage(new HeldMessage(topic, payload, 1, {}), instant(Date.now()));
      });
      await writer.write(batch);
    }
    const { unaccounted, ...accounts } = await accountFor(test.owner, messages);
    expect(unaccounted).toEqual([]);
    for (const some of Object.values(accounts)) expect(some).toBeGreaterThan(MESSAGES / 100);
    const { rows } = await test.owner.query(`select detail, payload from quarantine where reason = 'store.refused'`);
    expect(rows).toEqual([]);
  }, 120_000);
});
