import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#infra/start';
import { until } from './until.js';

/** `npm start` as a newcomer types it, in a data folder and on ports of its own. */
export class NpmStart {
  #out = '';
  #err = '';
  readonly ended: Promise<number | null>;

  private constructor(
    readonly npm: ChildProcess,
    readonly dataDir: string,
    readonly port: number,
  ) {
    npm.stdout?.on('data', (data) => (this.#out += String(data)));
    npm.stderr?.on('data', (data) => (this.#err += String(data)));
    this.ended = new Promise((resolve) => npm.once('close', resolve));
  }

  static async in(dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<NpmStart> {
    const [port, mqttPort] = [await freePort(), await freePort()];
    const own = { PORT: String(port), MQTT_PORT: String(mqttPort), DATA_DIR: dataDir, DEMO: '1' };
    const npm = spawn('npm', ['start'], { env: { ...process.env, ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    return new NpmStart(npm, dataDir, port);
  }

  /** Its own lines, without npm's. */
  get lines(): string[] {
    return withoutNpm(this.#out);
  }

  /** What it complains of, without npm's own complaints. */
  get complaints(): string[] {
    return withoutNpm(this.#err);
  }

  /** What it runs, from its own register: name and number. */
  get processes(): Map<string, number> {
    const folder = join(this.dataDir, 'processes');
    const numberOf = (name: string): number => Number.parseInt(readFileSync(join(folder, name), 'utf8'), 10);
    return new Map(readdirSync(folder).map((name) => [name, numberOf(name)]));
  }

  get launcher(): number {
    return Number.parseInt(readFileSync(join(this.dataDir, 'start.pid'), 'utf8'), 10);
  }

  async ready(): Promise<void> {
    const line = `Ready: http://127.0.0.1:${this.port}`;
    await until(line, () => this.lines.includes(line), 60_000);
  }
}

const withoutNpm = (text: string): string[] =>
  text.split('\n').filter((line) => line !== '' && !/^(>|npm )/.test(line));

export function newDataDir(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'zhengtu-start-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
