import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { AlertSummary, Device, Track } from '#libs/protocol';
import { ELSEWHERE, enrol, HOME, type Enrolled } from '../support/enrol.js';
import { until } from '../support/until.js';
import { HandHeldWristband } from '../support/wristband.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
/** Between the making of a record here and its receipt. */
const DELAY_MS = 10_000;

// Conditions are waited for up to 20 s on a busy machine.
jest.setTimeout(60_000);

describe('clocks, from the wristband to the officer', () => {
  let zhengtu: Zhengtu;
  let owner: pg.Pool;

  beforeAll(async () => {
    zhengtu = await startZhengtu();
    owner = new pg.Pool({ connectionString: zhengtu.ownerUrl, max: 1 });
    owner.on('error', () => undefined);
  }, 120_000);
  afterAll(async () => {
    await owner.end();
    await zhengtu.stop();
  }, 30_000);

  const worn = async (name: string, hoursAgo = 0): Promise<Enrolled & { wristband: HandHeldWristband }> => {
    const boundFrom = new Date(Date.now() - hoursAgo * HOUR);
    const enrolled = await enrol(zhengtu.office, zhengtu.head, name, { boundFrom });
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, enrolled.deviceId, enrolled.secret);
    return { ...enrolled, wristband };
  };
  const fix = (t = Date.now(), place = HOME) => ({ t, k: 'fix', ...place, acc: 8, src: 'gnss' });
  const alertsOf = async (superviseeId: string): Promise<AlertSummary[]> =>
    (await zhengtu.office.get<{ items: AlertSummary[] }>(`/alerts?supervisee=${superviseeId}`)).items;
  const clockAlert = (superviseeId: string, ended: boolean): Promise<AlertSummary> =>
    until('the alert', async () =>
      (await alertsOf(superviseeId)).find(
        ({ kind, endedAt }) => kind === 'clock.wrong' && (endedAt !== null) === ended,
      ),
    );
  const trackOf = (superviseeId: string): Promise<Track> => {
    const query = new URLSearchParams({
      from: new Date(Date.now() - 24 * HOUR).toISOString(),
      to: new Date(Date.now() + HOUR).toISOString(),
      purpose: 'end-to-end test',
    });
    return zhengtu.office.get<Track>(`/supervisees/${superviseeId}/track?${query}`);
  };

  it.each([
    ['in 1970', 12_345 - Date.now()],
    ['ten years ahead', 10 * YEAR],
    ['that jumps back by two hours', -2 * HOUR],
  ])(
    'raises a clock %s with its offset, keeps the record beside its corrected time, and ends when it is right',
    async (name, off) => {
      const { superviseeId, deviceId, wristband } = await worn(name, 3);
      await wristband.send(fix());
      const said = Date.now() + off;
      await wristband.send(fix(said, ELSEWHERE), { ...fix(said + 1_000, ELSEWHERE) });
      const alert = await clockAlert(superviseeId, false);
      expect(alert).toMatchObject({ severity: 'warning', deviceId });
      expect(Math.abs(Number(alert.facts['offsetSeconds']) * 1_000 - off)).toBeLessThan(DELAY_MS);
      expect(Math.abs(Date.parse(alert.occurredAt) - Date.now())).toBeLessThan(60_000);
      const device = await zhengtu.office.get<Device>(`/devices/${deviceId}`);
      expect(Math.abs((device.clockOffsetSeconds ?? 0) * 1_000 - off)).toBeLessThan(DELAY_MS);

      const { fixes } = await trackOf(superviseeId);
      const wrong = fixes.filter(({ ignoredBecause }) => ignoredBecause === 'clock');
      expect(wrong.map(({ at }) => Date.parse(at))).toEqual([said, said + 1_000]);
      for (const { correctedAt, receivedAt } of wrong) {
        expect(Math.abs(Date.parse(correctedAt ?? '') - Date.parse(receivedAt))).toBeLessThan(DELAY_MS);
      }
      for (let right = 0; right < 5; right += 1) await wristband.send(fix());
      expect(await clockAlert(superviseeId, true)).toMatchObject({ endReason: 'corrected', count: 2 });
      expect((await alertsOf(superviseeId)).map(({ kind }) => kind)).toEqual(['clock.wrong']);
      expect((await zhengtu.office.get<Device>(`/devices/${deviceId}`)).clockOffsetSeconds).toBeNull();
      await wristband.close();
    },
  );

  it('takes a backlog that comes after what is newer for late, and not for wrong', async () => {
    const { superviseeId, deviceId, wristband } = await worn('late', 0.9);
    const from = Date.now() - 0.8 * HOUR;
    const rec = Array.from({ length: 40 }, (_, index) => ({ seq: 1 + index, ...fix(from + index * 60_000) }));
    await wristband.raw(JSON.stringify({ boot: 1, rec: [{ seq: 60, ...fix() }] }));
    for (const half of [rec.slice(20), rec.slice(0, 20)]) {
      await wristband.raw(JSON.stringify({ boot: 1, rec: half }));
    }
    await until('the backlog', async () => (await trackOf(superviseeId)).fixes.length === 41);
    expect((await trackOf(superviseeId)).fixes.every(({ used }) => used)).toBe(true);
    const { rows } = await owner.query(
      'select 1 from record where device_id = $1 and (clock_offset_ms is not null or corrected_at is not null)',
      [deviceId],
    );
    expect(rows).toEqual([]);
    expect((await alertsOf(superviseeId)).filter(({ kind }) => kind === 'clock.wrong')).toEqual([]);
    await wristband.close();
  });

  it('is not moved by a clock of the future: what comes after it is judged as ever', async () => {
    const { superviseeId, wristband } = await worn('watermark', 1);
    await wristband.send(fix(Date.now() - 30_000), fix(Date.now() + 10 * YEAR));
    await clockAlert(superviseeId, false);
    const away = [0, 10_000, 20_000, 25_000].map((ms) => fix(Date.now() - 25_000 + ms, ELSEWHERE));
    await wristband.send(...away, { t: Date.now(), k: 'strap_open' });
    await until('both alerts', async () => {
      const kinds = (await alertsOf(superviseeId)).map(({ kind }) => kind);
      return kinds.includes('zone.exit') && kinds.includes('strap.open');
    });
    await wristband.close();
  });
});
