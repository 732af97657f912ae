import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Child } from './child.js';
import type { DataDir } from './data-dir.js';
import { freePort } from './ports.js';
import type { Services, Tell } from './services.js';
import { Unusable } from './unusable.js';

/** In the order in which they start; they stop in the opposite one. */
export const processNames = ['broker', 'ingest', 'engine', 'worker', 'api'] as const;
export type ProcessName = (typeof processNames)[number];

export interface PlatformOptions {
  readonly services: Services;
  readonly dataDir: DataDir;
  readonly port: number;
  readonly mqttPort: number;
  /** A broker of one's own instead of the embedded one, with the platform's user and password in it. */
  readonly mqttUrl?: string | undefined;
  readonly demo: boolean;
  readonly tell: Tell;
  /** Passed to every process, for example TILE_URL. */
  readonly env?: NodeJS.ProcessEnv;
}

interface Running {
  child: Child;
  readonly healthPort: number;
  restarts: number;
}

/** All processes of the platform on this machine, each kept alive until `stop`. */
export class Platform {
  readonly #running = new Map<ProcessName, Running>();
  #stopping = false;

  private constructor(private readonly options: PlatformOptions) {}

  static async start(options: PlatformOptions): Promise<Platform> {
    const platform = new Platform(options);
    try {
      // All at once: each goes on trying until what it needs is there.
      await Promise.all(platform.names.map((name) => platform.#begin(name)));
      return platform;
    } catch (error) {
      await platform.stop();
      throw error;
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get names(): ProcessName[] {
    return processNames.filter((name) => name !== 'broker' || this.options.mqttUrl === undefined);
  }

  pid(name: ProcessName): number | undefined {
    return this.#running.get(name)?.child.pid;
  }

  healthUrl(name: ProcessName): string {
    const running = this.#running.get(name);
    return `http://127.0.0.1:${name === 'api' ? this.options.port : (running?.healthPort ?? 0)}`;
  }

  /** Sends a signal to one process; it is started again when that ends it. */
  signal(name: ProcessName, signal: NodeJS.Signals): void {
    this.#running.get(name)?.child.kill(signal);
  }

  /** Resolves when a process says that it is ready, or is degraded and still works. */
  async ready(name: ProcessName, withinMs = 30_000): Promise<void> {
    const end = Date.now() + withinMs;
    while (Date.now() < end && !this.#stopping) {
      if (await answers(`${this.healthUrl(name)}/health/ready`)) return;
      await pause(50);
    }
    throw new Unusable(`${name} does not become ready: see ${this.#logFile(name)}.`);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    // The rest at once: nothing is lost in any order, and the ten seconds are for all of them together.
    for (const name of [...processNames].reverse()) this.#running.get(name)?.child.kill('SIGTERM');
    await Promise.all([...this.#running.values()].map(({ child }) => child.stop('SIGTERM', 6_000)));
  }

  async #begin(name: ProcessName): Promise<void> {
    const healthPort = await freePort();
    this.#running.set(name, { child: this.#spawn(name, healthPort), healthPort, restarts: 0 });
    this.#watch(name);
    await this.ready(name);
  }

  #spawn(name: ProcessName, healthPort: number): Child {
    const script = resolve(`dist/apps/${name}/src/main.js`);
    if (!existsSync(script)) throw new Unusable(`${script} is missing: npm run build makes it.`);
    const args = ['--enable-source-maps', script];
    const env = this.#environment(healthPort);
    return Child.start({ name, command: process.execPath, args, env, logFile: this.#logFile(name) });
  }

  #watch(name: ProcessName): void {
    const running = this.#running.get(name);
    if (running === undefined) return;
    void running.child.exited.then(async (code) => {
      if (this.#stopping) return;
      this.options.tell(`${name} ended (${code ?? 'by a signal'}) and is started again`);
      // The first time at once; one that keeps failing is not hammered.
      await pause(Math.min(running.restarts * 500, 5_000));
      running.restarts += 1;
      if (this.#stopping) return;
      running.child = this.#spawn(name, running.healthPort);
      this.#watch(name);
    });
  }

  #logFile(name: ProcessName): string {
    return this.options.dataDir.file(`logs/${name}.log`);
  }

  #environment(healthPort: number): NodeJS.ProcessEnv {
    const { services, dataDir, port, mqttPort, demo } = this.options;
    const secret = dataDir.secret('mqtt');
    return {
      ...process.env,
      ...this.options.env,
      NODE_ENV: 'production',
      EXIT_WITH_PARENT: '1',
      DATABASE_URL: services.applicationUrl,
      REDIS_URL: services.redisUrl,
      MQTT_URL: this.options.mqttUrl ?? `mqtt://platform:${secret}@127.0.0.1:${mqttPort}`,
      MQTT_PORT: String(mqttPort),
      PLATFORM_MQTT_SECRET: secret,
      HOOK_SECRET: dataDir.secret('hook'),
      HEALTH_PORT: String(healthPort),
      PORT: String(port),
      CONSOLE_DIR: resolve('dist/apps/console'),
      DEMO: demo ? '1' : '0',
    };
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}
