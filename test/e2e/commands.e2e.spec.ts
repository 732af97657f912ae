import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { AlertSummary, Command } from '#libs/protocol';
import { enrol, HOME } from '../support/enrol.js';
import { until } from '../support/until.js';
import { HandHeldWristband } from '../support/wristband.js';
import { startZhengtu, type Zhengtu } from '../support/zhengtu.js';

jest.setTimeout(90_000);

describe('commands through the whole platform', () => {
  let zhengtu: Zhengtu;
  let owner: pg.Client;

  beforeAll(async () => {
    zhengtu = await startZhengtu();
    owner = new pg.Client({ connectionString: zhengtu.ownerUrl });
    owner.on('error', () => undefined);
    await owner.connect();
  }, 120_000);
  afterAll(async () => {
    await owner.end();
    await zhengtu.stop();
  }, 30_000);

  async function wearer(name: string) {
    const { superviseeId, deviceId, secret } = await enrol(zhengtu.office, zhengtu.head, name);
    const wristband = await HandHeldWristband.connect(zhengtu.mqttUrl, deviceId, secret);
    const path = `/devices/${deviceId}/commands`;
    const give = (body: object): Promise<Command> => zhengtu.office.post<Command>(path, body);
    const told = (id: string) => until('the command', () => wristband.down.find((message) => message['id'] === id));
    const untilState = (id: string, state: Command['state']): Promise<Command> =>
      until(`command ${id} to be ${state}`, async () => {
        const { items } = await zhengtu.office.get<{ items: Command[] }>(path);
        return items.find((command) => command.id === id && command.state === state);
      });
    return { superviseeId, wristband, give, told, untilState };
  }

  it('are sent and answered although ingest is killed before and after', async () => {
    const { wristband, give, told, untilState } = await wearer('Killed One');
    const [killed, given] = await Promise.all([zhengtu.kill('ingest'), give({ cmd: 'locate', purpose: 'test' })]);
    expect(killed).toBeUndefined();
    await told(given.id);
    const died = zhengtu.kill('ingest');
    await wristband.send(
      { k: 'fix', ...HOME, acc: 8, src: 'gnss' },
      { k: 'command_result', id: given.id, result: 'done' },
    );
    await died;
    expect(await untilState(given.id, 'done')).toMatchObject({ late: false });
    await wristband.close();
  });

  it('end in time although the worker is killed while they wait', async () => {
    const { wristband, give, told } = await wearer('Killed Two');
    const given = await give({ cmd: 'vibrate' });
    await told(given.id);
    const died = zhengtu.kill('worker');
    await owner.query(`update device_command set expires_at = requested_at + interval '1 ms' where id = $1`, [
      given.id,
    ]);
    await died;
    const ended = `select from device_command where id = $1 and state = 'expired'`;
    await until('the end to be written down', async () => (await owner.query(ended, [given.id])).rowCount === 1);
    await wristband.close();
  });

  it('a new interval is what the engine measures silence by', async () => {
    const { superviseeId, wristband, give, told, untilState } = await wearer('Quick Three');
    const given = await give({ cmd: 'interval', seconds: 1 });
    await told(given.id);
    await wristband.send({ k: 'command_result', id: given.id, result: 'done' });
    await untilState(given.id, 'done');
    // At a record a minute it would be silent after five of them.
    const silent = await until(
      'the silence',
      async () => {
        const path = `/alerts?supervisee=${superviseeId}&kind=device.silent`;
        return (await zhengtu.office.get<{ items: AlertSummary[] }>(path)).items[0];
      },
      60_000,
    );
    expect(silent.facts).toMatchObject({ intervalSeconds: 1 });
    await wristband.close();
  });
});
