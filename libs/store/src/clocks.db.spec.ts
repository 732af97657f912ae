import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import { parseUplink } from '#libs/protocol';
import { addWearer, openTestDatabase, type TestDatabase } from '#libs/testkit';
import { RecordStore } from './record.store.js';

const T0 = Date.UTC(2026, 0, 10);
const MINUTE = 60_000;
const DAY = 86_400_000;

describe('the clocks of wristbands, on disk', () => {
  let test: TestDatabase;
  let device = '';
  let made = 0;
  let seq = 0;

  beforeAll(async () => {
    test = await openTestDatabase();
  });
  afterAll(async () => test.close());
  beforeEach(async () => {
    device = `WB-${(made += 1).toString().padStart(4, '0')}`;
    seq = 0;
    await addWearer(test, device, instant(T0 - DAY));
  });

  /** One message with records of these device times; every message is taken in by a process that remembers nothing. */
  async function send(receivedAt: number, ...times: number[]): Promise<void> {
    const topic = `wristband/v1/${device}/up`;
    const rec = times.map((t) => ({ seq: (seq += 1), t, k: 'nofix' }));
    const payload = Buffer.from(JSON.stringify({ boot: 1, rec }));
    const message = { topic, payload, receivedAt: instant(receivedAt) };
    const uplink = parseUplink(topic, payload, message.receivedAt);
    await test.db.transaction(async (tx) => new RecordStore(tx).store([{ ...message, uplink }]));
  }
  /** Of each record, in the order of the numbers: minutes that the clock is off, and the corrected time after T0. */
  async function clocks(): Promise<({ off: number; corrected: number } | null)[]> {
    const { rows } = await test.owner.query<{ clock_offset_ms: string | null; corrected_at: Date | null }>(
      'select clock_offset_ms, corrected_at from record where device_id = $1 order by seq',
      [device],
    );
    return rows.map(({ clock_offset_ms: off, corrected_at: at }) =>
      off === null || at === null ? null : { off: Number(off) / MINUTE, corrected: (at.getTime() - T0) / MINUTE },
    );
  }

  it('are measured by the newest record of a message, and the others keep their distance from it', async () => {
    await send(T0 + 10 * MINUTE, MINUTE, 2 * MINUTE, 3 * MINUTE);
    const off = -(T0 / MINUTE) - 7;
    expect(await clocks()).toEqual([8, 9, 10].map((corrected) => ({ off, corrected })));
  });

  it('are remembered from one process to the next: one that jumped back stays wrong until it is right', async () => {
    await send(T0, T0);
    for (let minute = 1; minute <= 200; minute += 20) await send(T0 + minute * MINUTE, T0 + (minute - 120) * MINUTE);
    await send(T0 + 201 * MINUTE, T0 + 201 * MINUTE);
    const wrong = (await clocks()).slice(1, -1);
    expect(wrong).toEqual(wrong.map((_, index) => ({ off: -120, corrected: 1 + 20 * index })));
    expect((await clocks()).at(0)).toBeNull();
    expect((await clocks()).at(-1)).toBeNull();
  });

  it('are believed through a backlog of three days', async () => {
    await send(T0, T0);
    const back = T0 + 3 * DAY;
    for (let from = 1; from < 4_300; from += 100) {
      const times = Array.from({ length: 100 }, (_, index) => T0 + (from + index) * MINUTE);
      await send(back + from * 2, ...times.filter((t) => t < back));
    }
    expect((await clocks()).filter((clock) => clock !== null)).toEqual([]);
  });

  it('are found out when they drift', async () => {
    for (let minute = 0; minute < 480; minute += 4) await send(T0 + minute * MINUTE, T0 + minute * MINUTE * 0.98);
    const found = (await clocks()).map((clock) => clock?.off);
    expect(found.slice(0, 60).every((off) => off === undefined)).toBe(true);
    expect(found.at(-1)).toBeLessThan(-5);
    expect(found.slice(75).every((off) => off !== undefined)).toBe(true);
  });
});
