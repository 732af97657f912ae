import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { DeviceHealth, Track } from '#libs/protocol';
import { HandClient } from '../contract/hand-client.js';
import { enrol, HOME, type Enrolled } from '../support/enrol.js';
import { until } from '../support/until.js';
import { HandHeldWristband } from '../support/wristband.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';

const YEAR_1901 = Date.UTC(1901, 0, 1);

describe('bad input', () => {
  let zhengtu: Zhengtu;
  let owner: pg.Pool;
  let band: Enrolled;
  let other: Enrolled;
  let port = 0;
  let good: HandHeldWristband;

  beforeAll(async () => {
    zhengtu = await startZhengtu();
    owner = new pg.Pool({ connectionString: zhengtu.ownerUrl, max: 1 });
    owner.on('error', () => undefined);
    port = Number(new URL(zhengtu.mqttUrl).port);
    band = await enrol(zhengtu.office, zhengtu.head, 'Bad Input');
    other = await enrol(zhengtu.office, zhengtu.head, 'Good Neighbour');
    good = await HandHeldWristband.connect(zhengtu.mqttUrl, band.deviceId, band.secret);
  }, 120_000);
  afterAll(async () => {
    await good.close();
    await owner.end();
    await zhengtu.stop();
  }, 30_000);

  const health = (id = band.deviceId): Promise<DeviceHealth> => zhengtu.office.get<DeviceHealth>(`/devices/${id}`);
  const fix = (seq: number, more: object = {}) => ({ seq, t: Date.now(), k: 'fix', ...HOME, acc: 8, ...more });
  const sendBatch = (...rec: object[]): Promise<void> => good.raw(JSON.stringify({ boot: 1, rec }));
  const connect = (id: string, password: string): Promise<HandClient> =>
    HandClient.join(port, { clientId: id, username: id, password });

  /** How often something was put into quarantine for a reason. */
  const quarantined = (reason: string, copies = 1): Promise<unknown> =>
    until(`${copies} × ${reason} in quarantine`, async () => {
      const kept = (await health()).quarantine.filter((message) => message.reason === reason);
      return kept.reduce((sum, message) => sum + message.copies, 0) === copies;
    });
  const refused = (id: string, reason: string): Promise<unknown> =>
    until(`${reason} of ${id}`, async () => {
      const { rows } = await owner.query('select copies from access_refusal where device_id = $1 and reason = $2', [
        id,
        reason,
      ]);
      return rows.length === 1;
    });
  const stored = async (seq: number): Promise<Record<string, unknown> | undefined> => {
    const { rows } = await owner.query<Record<string, unknown>>(
      'select kind, coalesce(said_at, at) as at, clock_offset_ms, extra from record where device_id = $1 and seq = $2',
      [band.deviceId, seq],
    );
    return rows[0];
  };

  it.each([
    ['truncated JSON', '{"boot":1,"rec":[{"seq":1,"t":1767', 'payload.not-json'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe]), 'payload.not-json'],
    ['nothing at all', '', 'payload.not-json'],
    ['513 records', JSON.stringify({ boot: 1, rec: Array(513).fill({}) }), 'payload.too-many-records'],
    ['100 KB', Buffer.alloc(100_000, '{'), 'payload.too-large'],
    ['a boot that is no number', '{"boot":"seven","rec":[]}', 'payload.invalid'],
  ])('keeps a message of %s in quarantine', async (_, payload, reason) => {
    const before = (await health()).quarantine.filter((message) => message.reason === reason);
    await good.raw(payload);
    await quarantined(reason, before.reduce((sum, message) => sum + message.copies, 0) + 1);
  });

  it('keeps the one record with a latitude of 200 in quarantine, and stores the others of its batch', async () => {
    await sendBatch(fix(1), fix(2, { lat: 200 }), fix(3));
    await quarantined('record.invalid');
    expect(await stored(1)).toBeDefined();
    expect(await stored(2)).toBeUndefined();
    expect(await stored(3)).toBeDefined();
  });

  it('stores a record of the year 1901, and does not believe its clock', async () => {
    await sendBatch(fix(4, { t: YEAR_1901 }));
    const record = await until('the record', () => stored(4));
    expect(record).toMatchObject({ at: new Date(YEAR_1901) });
    expect(Number(record?.['clock_offset_ms'])).toBeLessThan(0);
  });

  it('stores a kind that nobody knows, with what it carries', async () => {
    await sendBatch({ seq: 5, t: Date.now(), k: 'tea_time', cups: 2, text: 'a\0b' });
    expect(await until('the record', () => stored(5))).toMatchObject({ kind: 'tea_time', extra: { cups: 2 } });
  });

  it('takes a number that comes twice once; with another time it goes into quarantine', async () => {
    const record = fix(6);
    await sendBatch(record);
    await sendBatch(record);
    await sendBatch({ ...record, t: record.t + 1 });
    await quarantined('seq.reused');
    expect(await stored(6)).toMatchObject({ at: new Date(record.t) });
  });

  it('refuses a message of 5 MB at the door', async () => {
    const mad = await connect(other.deviceId, other.secret);
    void mad.publish(`wristband/v1/${other.deviceId}/up`, Buffer.alloc(5_000_000)).catch(() => undefined);
    await mad.closed;
    await refused(other.deviceId, 'message.too-large');
  });

  it("refuses a message under another wristband's name", async () => {
    const thief = await connect(other.deviceId, other.secret);
    const lie = JSON.stringify({ boot: 9, rec: [fix(99)] });
    void thief.publish(`wristband/v1/${band.deviceId}/up`, lie).catch(() => undefined);
    await thief.closed;
    await refused(other.deviceId, 'topic.not-own');
  });

  it('refuses an unknown wristband and a wrong secret', async () => {
    expect((await connect('WB-unknown', 'x')).connack).toBe(4);
    expect((await connect(other.deviceId, 'wrong')).connack).toBe(4);
    await refused('WB-unknown', 'client.unknown');
    await refused(other.deviceId, 'client.wrong-secret');
  });

  it('has been stopped by none of it, has lost nothing, and acknowledges the last record', async () => {
    await sendBatch(fix(7), { seq: 8, t: Date.now(), k: 'heartbeat' });
    await until('the acknowledgement', () => good.down.some((message) => message['ack'] === 8), 30_000);
    const query = new URLSearchParams({
      from: new Date(Date.now() - 3_600_000).toISOString(),
      to: new Date(Date.now() + 60_000).toISOString(),
      purpose: 'end-to-end test',
    });
    const track = await zhengtu.office.get<Track>(`/supervisees/${band.superviseeId}/track?${query}`);
    expect(track.fixes.map(({ seq }) => Number(seq)).sort((a, b) => a - b)).toEqual([1, 3, 4, 6, 7]);
    const { records, sealed, streams } = await health();
    expect({ records, sealed }).toEqual({ records: 7, sealed: 0 });
    expect(streams).toMatchObject([{ life: 1, boot: 1, ack: 8, gaps: [] }]);
  }, 60_000);
});
