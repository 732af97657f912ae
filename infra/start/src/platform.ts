import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Child } from './child.js';
import type { DataDir } from './data-dir.js';
import { platformEnvironment } from './platform-environment.js';
import { freePort } from './ports.js';
import type { Services, Tell } from './services.js';
import { Unusable } from './unusable.js';

/** In the order in which they start; those of one line at once. They stop in the opposite one. */
const stages = [['broker'], ['ingest', 'engine', 'worker'], ['api']] as const;
export const processNames = stages.flat();
export type ProcessName = (typeof processNames)[number];

export interface PlatformOptions {
  readonly services: Pick<Services, 'applicationUrl' | 'redisUrl'> & Partial<Pick<Services, 'postgres'>>;
  readonly dataDir: DataDir;
  readonly port: number;
  readonly mqttPort: number;
  /** A broker of one's own instead of the embedded one, with the platform's user and password in it. */
  readonly mqttUrl?: string | undefined;
  readonly demo: boolean;
  readonly tell: Tell;
  /** Passed to every process, for example TILE_URL. */
  readonly env?: NodeJS.ProcessEnv;
  /** These processes alone; without it all. */
  readonly only?: readonly ProcessName[];
}

interface Running {
  child: Child;
  readonly healthPort: number;
  restarts: number;
}

/**
 * V8 lets garbage grow as long as there is memory. What ingest makes of records is nearly all garbage, and lives as long
 * as a batch: with room for what is young it is gone before it is moved, and half of what is kept is enough for the rest.
 * A tight limit instead costs more than the work: near it everything is looked through again and again. Threads of its own
 * that collect what is young wait for each other more than they help: without them a record costs an eighth less. The broker keeps
 * a little of each of thousands of connections, and little else: left alone, it would hold half as much again for what may
 * come; and with a quarter of this room for what is young it spends twice the time on a message. The engine makes states, nearly all
 * of which the next record of the same supervisee replaces: with room for some seconds of them, a quarter more records are judged.
 */
export const nodeFlags: Partial<Record<ProcessName, readonly string[]>> = {
  ingest: ['--max-semi-space-size=16', '--heap-growing-percent=50', '--max-old-space-size=400', '--single-threaded-gc'],
  broker: ['--max-semi-space-size=16', '--heap-growing-percent=50'],
  engine: ['--max-semi-space-size=64'],
};

/**
 * Where there is too little of the machine, storing comes before judging: what is stored late waits in wristbands that may
 * be lost, what is judged late is judged all the same. As `nice` counts: 7 is a fifth of what the others get, when all want more.
 */
const niceness: Partial<Record<ProcessName, number>> = { engine: 7, worker: 7 };

/** The first restart is at once; a process that keeps failing is not hammered. */
const BACK_OFF_MS = 500;
const LONGEST_BACK_OFF_MS = 5_000;

/** All processes of the platform on this machine, each kept alive until `stop`. */
export class Platform {
  readonly #running = new Map<ProcessName, Running>();
  #stopping = false;
  /** Set with TLS: our own processes are on this machine and do without. */
  #innerPort: number | undefined;

  constructor(private readonly options: PlatformOptions) {}

  static async start(options: PlatformOptions): Promise<Platform> {
    const platform = new Platform(options);
    try {
      await platform.begin();
      return platform;
    } catch (error) {
      await platform.stop();
      throw error;
    }
  }

  /** Resolves when every process is ready. */
  async begin(): Promise<void> {
    const { MQTT_TLS_KEY: key } = { ...process.env, ...this.options.env };
    if (key !== undefined && key !== '') this.#innerPort = await freePort();
    for (const stage of this.#stages()) await Promise.all(stage.map((name) => this.#begin(name)));
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get names(): ProcessName[] {
    return this.#stages().flat();
  }

  pid(name: ProcessName): number | undefined {
    return this.#running.get(name)?.child.pid;
  }

  /** Where a process answers /health/live, /health/ready and /metrics. */
  healthUrl(name: ProcessName): string {
    const port = name === 'api' ? this.options.port : (this.#running.get(name)?.healthPort ?? 0);
    return `http://127.0.0.1:${port}`;
  }

  /** Sends a signal to one process; it is started again when that ends it. */
  signal(name: ProcessName, signal: NodeJS.Signals): void {
    this.#running.get(name)?.child.kill(signal);
  }

  /** kill -9. Resolves when the process that takes its place is ready. */
  async kill(name: ProcessName): Promise<void> {
    await this.#replace(name, 'SIGKILL');
  }

  /** An orderly stop of one process. Resolves when the process that takes its place is ready. */
  async restart(name: ProcessName): Promise<void> {
    await this.#replace(name, 'SIGTERM');
  }

  /** Resolves when a process says that it is ready, or is degraded and still works. */
  async ready(name: ProcessName, withinMs = 30_000): Promise<void> {
    const end = Date.now() + withinMs;
    while (Date.now() < end && !this.#stopping) {
      if (await saysReady(`${this.healthUrl(name)}/health/ready`)) return;
      await pause(50);
    }
    throw new Unusable(`${name} does not become ready: see ${this.#logFile(name)}.`);
  }

  /** Within five seconds; what does not stop by then is ended. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const childOf = (name: ProcessName): Child | undefined => this.#running.get(name)?.child;
    // The broker last: the others say goodbye to it, and devices hear their last acknowledgements.
    const others = processNames.filter((name) => name !== 'broker').reverse();
    await Promise.all(others.map(async (name) => childOf(name)?.stop('SIGTERM', 3_500)));
    await childOf('broker')?.stop('SIGTERM', 1_000);
  }

  #stages(): ProcessName[][] {
    const { mqttUrl, only = processNames } = this.options;
    return stages
      .map((stage) => stage.filter((name) => only.includes(name) && (name !== 'broker' || mqttUrl === undefined)))
      .filter(({ length }) => length > 0);
  }

  /** A process that ends before it was ever ready would do so again: that is told and not repeated. */
  async #begin(name: ProcessName): Promise<void> {
    if (this.#stopping) return;
    const healthPort = await freePort();
    const child = this.#spawn(name, healthPort);
    this.#running.set(name, { child, healthPort, restarts: 0 });
    const ended = child.exited.then(() => {
      throw new Unusable(`${name} ended at its start (${child.lastWords}): see ${this.#logFile(name)}.`);
    });
    await Promise.race([this.ready(name), ended]);
    ended.catch(() => undefined);
    this.#keepAlive(name);
  }

  #spawn(name: ProcessName, healthPort: number): Child {
    const script = resolve(`dist/apps/${name}/src/main.js`);
    if (!existsSync(script)) throw new Unusable(`${script} is missing: npm run build makes it.`);
    const child = Child.start({
      name,
      command: process.execPath,
      args: ['--enable-source-maps', ...(nodeFlags[name] ?? []), script],
      env: platformEnvironment(name, this.options, healthPort, this.#innerPort),
      logFile: this.#logFile(name),
      register: this.options.dataDir.register,
    });
    yieldTo(child, niceness[name] ?? 0);
    return child;
  }

  #keepAlive(name: ProcessName): void {
    const running = this.#running.get(name);
    if (running === undefined) return;
    void running.child.exited.then(async (code) => {
      if (this.#stopping) return;
      this.options.tell(`${name} ended (${code ?? 'by a signal'}) and is started again`);
      await pause(Math.min(running.restarts * BACK_OFF_MS, LONGEST_BACK_OFF_MS));
      running.restarts += 1;
      if (this.#stopping) return;
      running.child = this.#spawn(name, running.healthPort);
      this.#keepAlive(name);
    });
  }

  async #replace(name: ProcessName, signal: NodeJS.Signals): Promise<void> {
    const before = this.pid(name);
    this.signal(name, signal);
    while (this.pid(name) === before && !this.#stopping) await pause(10);
    await this.ready(name);
  }

  #logFile(name: ProcessName): string {
    return this.options.dataDir.file(`logs/${name}.log`);
  }
}

function yieldTo({ pid, running }: Child, nice: number): void {
  if (pid === undefined || !running || nice === 0) return;
  try {
    setPriority(pid, nice);
  } catch {
    // It has ended already, which is told elsewhere.
  }
}

function saysReady(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}
