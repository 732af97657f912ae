import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { after, deviceId, instant, seconds } from '#libs/kernel';
import { parseUplink, type SeqRange } from '#libs/protocol';
import { addWearer, openTestDatabase, type TestDatabase } from '#libs/testkit';
import { DeviceStreamStore, type DeviceStanding } from './device-stream.store.js';
import { DeviceView } from './device.view.js';
import { GapStore } from './gap.store.js';
import { RecordStore } from './record.store.js';

const T0 = instant(Date.UTC(2026, 0, 10));
const at = (second: number) => after(T0, seconds(second));
const PAUSE = seconds(2);

describe('GapStore', () => {
  let test: TestDatabase;
  let gaps: GapStore;
  let device = '';
  let made = 0;

  beforeAll(async () => {
    test = await openTestDatabase();
    gaps = new GapStore(test.db);
  });
  afterAll(async () => test.close());
  beforeEach(async () => {
    device = `WB-${(made += 1).toString().padStart(4, '0')}`;
    await addWearer(test, device, instant(T0 - 86_400_000));
  });

  async function send(seqs: number[], gone: SeqRange[] = []): Promise<void> {
    const rec = seqs.map((seq) => ({ seq, t: T0 + seq, k: 'nofix' }));
    const topic = `wristband/v1/${device}/up`;
    const payload = Buffer.from(JSON.stringify({ boot: 1, rec, gone }));
    const message = { topic, payload, receivedAt: T0, uplink: parseUplink(topic, payload, T0) };
    await test.db.transaction((tx) => new RecordStore(tx).store([message]));
  }
  async function standing(): Promise<DeviceStanding> {
    const [found] = await new DeviceStreamStore(test.db).standings([device]);
    if (found === undefined) throw new Error('nothing is known of the device');
    return found;
  }
  const note = async (second: number) => {
    const asked = await gaps.note([await standing()], at(second), PAUSE);
    return (asked.get(device) ?? []).map((gap) => [gap.from, gap.to]);
  };
  async function onFile(): Promise<string[]> {
    const { rows } = await test.owner.query<{ row: string }>(
      `select concat_ws(' ', seq_from, seq_to, state, asked, extract(epoch from closed_at - $2)::integer) as row
       from record_gap where device_id = $1 order by seq_from`,
      [device, new Date(T0)],
    );
    return rows.map(({ row }) => row);
  }

  it('puts a hole on file when it is asked for, and counts how often', async () => {
    await send([1, 2, 6]);
    expect(await note(5)).toEqual([[3, 5]]);
    expect(await note(15)).toEqual([[3, 5]]);
    expect(await onFile()).toEqual(['3 5 open 2']);
  });

  it('says that a hole need not be asked for that somebody else has just asked for', async () => {
    await send([1, 2, 6]);
    expect(await note(5)).toHaveLength(1);
    expect(await note(6)).toEqual([]);
    expect(await note(7)).toEqual([[3, 5]]);
  });

  it('says what has become of each number: filled, gone, or still missing and to be asked for anew', async () => {
    await send([1, 12]);
    await note(5);
    await send([4, 5, 12], [[7, 8]]);
    expect(await gaps.settle(at(9))).toBe(1);
    expect(await onFile()).toEqual(['2 3 open 0', '4 5 filled 1 9', '6 6 open 0', '7 8 gone 1 9', '9 11 open 0']);
    expect(await note(15)).toEqual([
      [2, 3],
      [6, 6],
      [9, 11],
    ]);
    await send([2, 3, 6, 9, 10, 11]);
    await gaps.settle(at(20));
    expect((await onFile()).filter((row) => row.includes('open'))).toEqual([]);
    expect(await gaps.settle(at(21))).toBe(0);
    await send([15]);
    await note(30);
    const health = await new DeviceView(test.db).health(deviceId(device), '52', at(31));
    expect(health?.holes[0]).toMatchObject({ life: 1, from: 13, to: 14, state: 'open', asked: 1, closedAt: null });
    expect(health?.holes.filter(({ state }) => state === 'gone')).toMatchObject([{ from: 7, to: 8 }]);
  });

  it('keeps one row of what is left of a hole that was asked for again before it was settled', async () => {
    await send([1, 9]);
    await note(5);
    await send([2, 3]);
    await note(10);
    expect(await onFile()).toEqual(['2 8 open 1', '4 8 open 1']);
    await gaps.settle(at(11));
    expect((await onFile()).filter((row) => row.includes('open'))).toEqual(['4 8 open 1']);
  });

  it('lets two processes settle the same holes at the same time', async () => {
    await send([1, 9]);
    await note(5);
    await send([4]);
    await Promise.all(Array.from({ length: 6 }, () => gaps.settle(at(9))));
    expect(await onFile()).toEqual(['2 3 open 0', '4 4 filled 1 9', '5 8 open 0']);
  });

  it('lets what is never answered rest, and still takes it when it comes', async () => {
    await send([4_711, 4_712]);
    expect(await standing()).toMatchObject({ ack: undefined, first: true, holes: [[1, 4_710]] });
    await note(2);
    await gaps.giveUp([{ deviceId: device, life: 1, from: 1, to: 4_710 }], at(15));
    expect(await standing()).toMatchObject({ ack: 4_712, holes: [] });
    expect(await onFile()).toEqual(['1 4710 unanswered 1 15']);
    await send([3, 4_713]);
    expect(await standing()).toMatchObject({ ack: 4_713, holes: [] });
    const { rows } = await test.owner.query('select seq from record where device_id = $1 and seq = 3', [device]);
    expect(rows).toHaveLength(1);
  });

  it('does not give up what has been sent meanwhile', async () => {
    await send([5]);
    await note(2);
    await send([4]);
    await gaps.settle(at(3));
    await gaps.giveUp([{ deviceId: device, life: 1, from: 1, to: 4 }], at(15));
    expect(await standing()).toMatchObject({ ack: undefined, holes: [[1, 3]] });
  });
});
