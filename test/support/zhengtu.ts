import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDir, freePort, Platform, seedDemonstration, type ProcessName, type SignIn } from '#infra/start';
import { openTestDatabase } from '#libs/testkit';
import { Rest } from './rest.js';

/** The whole platform on a database, a broker and ports of its own, with the demonstration's accounts and no fleet. */
export class Zhengtu {
  constructor(
    private readonly platform: Platform,
    readonly mqttUrl: string,
    readonly ownerUrl: string,
    private readonly signIns: readonly SignIn[],
    readonly office: Rest,
    readonly head: Rest,
    readonly prosecutor: Rest,
    private readonly cleanUp: () => Promise<void>,
  ) {}

  get url(): string {
    return this.platform.url;
  }

  account(username: string): SignIn {
    const found = this.signIns.find((signIn) => signIn.username === username);
    if (found === undefined) throw new Error(`the demonstration has no account ${username}`);
    return found;
  }

  pid(name: ProcessName): number | undefined {
    return this.platform.pid(name);
  }

  /** kill -9; resolves when the process that takes its place is ready. */
  async kill(name: ProcessName): Promise<void> {
    const before = this.platform.pid(name);
    this.platform.signal(name, 'SIGKILL');
    while (this.platform.pid(name) === before) await new Promise((resolve) => setImmediate(resolve));
    await this.platform.ready(name);
  }

  async stop(): Promise<void> {
    await this.platform.stop();
    await this.cleanUp();
  }
}

export async function startZhengtu(env: NodeJS.ProcessEnv = {}): Promise<Zhengtu> {
  const redisUrl = process.env['TEST_REDIS_URL'];
  if (redisUrl === undefined) throw new Error('no services: run the tests with npm test');
  const database = await openTestDatabase();
  const { ownerUrl, applicationUrl } = database;
  const path = mkdtempSync(join(tmpdir(), 'zhengtu-e2e-'));
  const dataDir = new DataDir(path);
  const cleanUp = async (): Promise<void> => {
    await database.close();
    rmSync(path, { recursive: true, force: true });
  };
  const signIns = await seedDemonstration(applicationUrl, dataDir);
  const [port, mqttPort] = [await freePort(), await freePort()];
  const services = {
    ownerUrl,
    applicationUrl,
    redisUrl,
    postgres: undefined,
    redis: undefined,
    stop: () => Promise.resolve(),
  };
  const tell = process.env['VERBOSE'] === '1' ? console.warn : () => undefined;
  // What is counted here is what a spec has sent; the canary has a spec of its own.
  const settings = { CANARY: '0', ...env };
  const platform = await Platform.start({ services, dataDir, port, mqttPort, demo: true, tell, env: settings });
  const as = (username: string): Promise<Rest> =>
    Rest.signIn(platform.url, signIns.find((one) => one.username === username) ?? { username, password: '' });
  return new Zhengtu(
    platform,
    `mqtt://127.0.0.1:${mqttPort}`,
    ownerUrl,
    signIns,
    await as('office'),
    await as('head'),
    await as('prosecutor'),
    cleanUp,
  );
}
