import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '#infra/start';
import { isAlive, newDataDir, NpmStart } from '../support/npm-start.js';
import { until } from '../support/until.js';

interface DemoFile {
  readonly url: string;
  readonly mqttUrl: string;
  readonly accounts: readonly { username: string; password: string; role: string; division: string }[];
}

describe('npm start', () => {
  let folder: { path: string; remove: () => void };
  const starts: NpmStart[] = [];
  const start = async (env: NodeJS.ProcessEnv = {}): Promise<NpmStart> => {
    const started = await NpmStart.in(folder.path, env);
    starts.push(started);
    return started;
  };
  const demoFile = (): DemoFile => JSON.parse(readFileSync(join(folder.path, 'demo.json'), 'utf8')) as DemoFile;

  beforeEach(() => {
    folder = newDataDir();
  });
  afterEach(async () => {
    for (const { npm, ended } of starts.splice(0)) {
      npm.kill('SIGTERM');
      await ended;
    }
    folder.remove();
  }, 30_000);

  it('shows a console and accounts, stops in time when told to, and finds its data again', async () => {
    const first = await start();
    await first.ready();
    const { url, mqttUrl, accounts } = demoFile();
    expect(url).toBe(`http://127.0.0.1:${first.port}`);
    expect(mqttUrl).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/);
    expect(statSync(join(folder.path, 'demo.json')).mode & 0o777).toBe(0o600);
    const names = accounts.map(({ username }) => username);
    expect(names).toEqual(expect.arrayContaining(['office', 'county', 'head', 'prosecutor', 'admin']));
    expect(await (await fetch(url)).text()).toContain('<div id="root"');
    const office = accounts.find(({ username }) => username === 'office');
    const { username, password } = office ?? { username: '', password: '' };
    const signIn = (address: string): Promise<Response> =>
      fetch(`${address}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password }),
      });
    expect((await signIn(url)).status).toBe(200);

    const processes = first.processes;
    expect([...processes.keys()].sort()).toEqual(
      ['api', 'broker', 'engine', 'fleet', 'ingest', 'postgres', 'redis', 'worker'].sort(),
    );
    const told = Date.now();
    first.npm.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(Date.now() - told).toBeLessThan(10_000);
    expect([...processes].filter(([, pid]) => isAlive(pid))).toEqual([]);

    const second = await start();
    await second.ready();
    expect((await signIn(demoFile().url)).status).toBe(200);
  }, 120_000);

  it('leaves nothing behind when the launcher is killed, and the next start goes on', async () => {
    const first = await start();
    await first.ready();
    const processes = first.processes;
    process.kill(first.launcher, 'SIGKILL');
    await until('the end of all', () => [...processes].every(([, pid]) => !isAlive(pid)), 15_000);
    await (await start()).ready();
  }, 120_000);

  it('starts a process again that was killed, and says so', async () => {
    const running = await start();
    await running.ready();
    const before = running.processes.get('ingest') ?? 0;
    process.kill(before, 'SIGKILL');
    await until('another ingest', () => (running.processes.get('ingest') ?? before) !== before);
    expect(running.lines).toContain('ingest ended (by a signal) and is started again');
  }, 60_000);

  it('with DEMO=0 has no accounts and shows a link for the first administrator', async () => {
    const running = await start({ DEMO: '0' });
    await running.ready();
    expect(running.lines.join('\n')).toMatch(
      new RegExp(`Make the first administrator, once, at http://127\\.0\\.0\\.1:${running.port}/setup\\?token=\\S+`),
    );
    expect(running.processes.has('fleet')).toBe(false);
  }, 60_000);

  describe('complains in exactly one line and ends when', () => {
    const complaint = async (env: NodeJS.ProcessEnv): Promise<string> => {
      const refused = await start(env);
      expect(await refused.ended).toBe(1);
      expect(refused.complaints).toHaveLength(1);
      return refused.complaints[0] ?? '';
    };

    it.each(['PORT', 'MQTT_PORT'])(
      '%s is in use',
      async (setting) => {
        const port = await freePort();
        const server = createServer().listen(port, '127.0.0.1');
        await once(server, 'listening');
        expect(await complaint({ [setting]: String(port) })).toMatch(
          new RegExp(`^Port ${port} is in use: set ${setting} to another one`),
        );
        server.close();
      },
      30_000,
    );

    it('the data folder cannot be written to', async () => {
      expect(await complaint({ DATA_DIR: '/proc/zhengtu' })).toMatch(
        /^\/proc\/zhengtu cannot be written to .*set DATA_DIR/,
      );
    }, 30_000);

    it('a setting is wrong', async () => {
      expect(await complaint({ DEMO: 'maybe' })).toMatch(/^DEMO must be 1 .* or 0/);
    }, 30_000);

    it('the data folder is in use by another start', async () => {
      const first = await start();
      await until('the claim', () => first.launcher > 0);
      expect(await complaint({})).toBe(
        `${folder.path} is in use by a start that is running (process ${first.launcher}): npm run stop ends it.`,
      );
    }, 30_000);
  });
});
