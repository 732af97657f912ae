import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { io } from 'socket.io-client';
import type { AlertDetail, AlertSummary, ConsoleEvent, DeviceHealth, Track } from '#libs/protocol';
import { ELSEWHERE, enrol, HOME } from '../support/enrol.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';
import { until } from '../support/until.js';
import { HandHeldWristband } from '../support/wristband.js';

const fix = (place: { lat: number; lon: number }, more = {}) => ({ k: 'fix', ...place, acc: 8, src: 'gnss', ...more });

// Conditions are waited for up to 20 s on a busy machine.
jest.setTimeout(60_000);

describe('the whole line', () => {
  let zhengtu: Zhengtu;

  beforeAll(async () => {
    zhengtu = await startZhengtu();
  }, 120_000);
  afterAll(async () => zhengtu.stop(), 30_000);

  const alertOf = (superviseeId: string, kind: string): Promise<AlertSummary> =>
    until(`an alert ${kind}`, async () => {
      const { items } = await zhengtu.office.get<{ items: AlertSummary[] }>(
        `/alerts?supervisee=${superviseeId}&kind=${kind}`,
      );
      return items[0];
    });

  const track = (superviseeId: string): Promise<Track> => {
    const query = new URLSearchParams({
      from: new Date(Date.now() - 3_600_000).toISOString(),
      to: new Date(Date.now() + 60_000).toISOString(),
      purpose: 'end-to-end test',
    });
    return zhengtu.office.get<Track>(`/supervisees/${superviseeId}/track?${query}`);
  };

  it('stores what a wristband sends, acknowledges it, and raises one alert that an officer resolves', async () => {
    const { superviseeId, deviceId, secret } = await enrol(zhengtu.office, zhengtu.head, 'Line One');
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
    const last = await wristband.send(fix(HOME), { k: 'strap_open' });
    await wristband.raw('{"online":true}', `wristband/v1/${deviceId}/link`);
    await until('the acknowledgement', () => wristband.down.some((message) => message['ack'] === last));

    const alert = await alertOf(superviseeId, 'strap.open');
    expect(alert).toMatchObject({ state: 'open', severity: 'critical', deviceId, count: 1, late: false });
    await zhengtu.office.post(`/alerts/${alert.id}/claim`);
    const resolved = await zhengtu.office.post<AlertDetail>(`/alerts/${alert.id}/resolve`, {
      code: 'false',
      note: 'strap was refitted',
    });
    expect(resolved).toMatchObject({ state: 'resolved', resolution: 'false' });
    expect(resolved.acts.map((act) => act.act)).toEqual(['claim', 'resolve']);
    await wristband.close();
  });

  it('judges an excursion that was uploaded late by its own time, and marks it late', async () => {
    const { superviseeId, deviceId, secret } = await enrol(zhengtu.office, zhengtu.head, 'Late Two', {
      boundFrom: new Date(Date.now() - 30 * 60_000),
    });
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
    const ago = (minutes: number): number => Date.now() - minutes * 60_000;
    const back = [ago(2), ago(1)].map((t, index) => ({ seq: 9 + index, t, ...fix(HOME) }));
    await wristband.raw(JSON.stringify({ boot: 1, rec: back }));
    await until('the live fixes', async () => (await track(superviseeId)).fixes.length === 2);
    const excursion = [ago(20), ago(19), ago(18), ago(17)].map((t, index) => ({
      seq: 2 + index,
      t,
      ...fix(ELSEWHERE),
    }));
    await wristband.raw(JSON.stringify({ boot: 1, rec: [{ seq: 1, t: ago(25), ...fix(HOME) }, ...excursion] }));
    const alert = await alertOf(superviseeId, 'zone.exit');
    expect(alert).toMatchObject({ late: true, state: 'ended' });
    expect(Math.abs(Date.parse(alert.occurredAt) - ago(20))).toBeLessThan(5 * 60_000);
    await wristband.close();
  });

  it("keeps a record without a legal basis sealed: counted on the device, on nobody's track", async () => {
    const { id: deviceId, secret } = await zhengtu.office.post<{ id: string; secret: string }>('/devices', {});
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
    await wristband.send(fix(HOME), fix(HOME));
    const health = await until('the sealed records', async () => {
      const device = await zhengtu.office.get<DeviceHealth>(`/devices/${deviceId}`);
      return device.sealed === 2 && device;
    });
    expect(health.records).toBe(0);
    await wristband.close();
  });

  it.each(['ingest', 'engine', 'api', 'worker', 'broker'] as const)(
    'loses nothing and doubles nothing when %s is killed',
    async (victim) => {
      const { superviseeId, deviceId, secret } = await enrol(zhengtu.office, zhengtu.head, `Killed ${victim}`);
      const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
      await wristband.send(fix(HOME));
      await until('the first fix', async () => (await track(superviseeId)).fixes.length === 1);
      await zhengtu.kill(victim);
      // A broker that keeps its sessions in memory loses what it holds: the wristband sends again until it is acknowledged.
      const rec = [
        { seq: 2, t: Date.now(), ...fix(HOME) },
        { seq: 3, t: Date.now() + 1, k: 'strap_open' },
      ];
      await until(
        'the records on the track',
        async () => {
          await wristband.raw(JSON.stringify({ boot: 1, rec }));
          return (await track(superviseeId)).fixes.length === 2;
        },
        40_000,
      );
      await alertOf(superviseeId, 'strap.open');
      const { items } = await zhengtu.office.get<{ items: AlertSummary[] }>(`/alerts?supervisee=${superviseeId}`);
      expect(items.map((alert) => [alert.kind, alert.count])).toEqual([['strap.open', 1]]);
      await wristband.close();
    },
    90_000,
  );

  it('shows a console that was away what happened meanwhile, once', async () => {
    const before = await zhengtu.office.get<{ cursor: string }>('/feed');
    const { superviseeId, deviceId, secret } = await enrol(zhengtu.office, zhengtu.head, 'Away Three');
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
    await wristband.send({ k: 'strap_open' });
    await alertOf(superviseeId, 'strap.open');
    const seen: ConsoleEvent[] = [];
    const socket = io(`${zhengtu.url}/console`, {
      auth: { token: zhengtu.office.token, cursor: before.cursor },
      transports: ['websocket'],
    });
    socket.on('event', (event: ConsoleEvent) => seen.push(event));
    const mine = (): ConsoleEvent[] =>
      seen.filter((event) => 'superviseeId' in event.data && event.data.superviseeId === superviseeId);
    await until('the missed alert', () => mine().length > 0);
    await wristband.send({ k: 'strap_closed' });
    await until('the end of it', () => mine().some((event) => event.type === 'alert.ended'));
    expect(mine().map((event) => event.type)).toEqual(['alert.opened', 'alert.ended']);
    expect(new Set(seen.map((event) => event.cursor)).size).toBe(seen.length);
    socket.disconnect();
    await wristband.close();
  });

  it('leaves an audit chain that holds, with the look at the track in it', async () => {
    const verdict = await zhengtu.prosecutor.get<{ entries: number; fault: unknown }>('/audit/verify');
    expect(verdict.fault).toBeNull();
    const looks = await zhengtu.prosecutor.get<{ items: { purpose: string }[] }>('/audit?action=track.viewed&limit=1');
    expect(looks.items[0]?.purpose).toBe('end-to-end test');
  });
});
