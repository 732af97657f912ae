import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, nodeFlags } from '#infra/start';
import { rssMb } from './memory.js';

/** An engine as a process of its own, on the bench's database; nobody starts it again. */
export class EngineProcess {
  readonly startedAt = Date.now();

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    private readonly healthUrl: string,
  ) {}

  static async start(name: string): Promise<EngineProcess> {
    const { TEST_APPLICATION_URL: databaseUrl = '', TEST_REDIS_URL: redisUrl = '' } = process.env;
    const port = await freePort();
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', ...(nodeFlags.engine ?? []), resolve('dist/apps/engine/src/main.js')],
      {
        env: {
          ...process.env,
          ...{ NODE_ENV: 'production', EXIT_WITH_PARENT: '1', ENGINE_NAME: name },
          ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, HEALTH_PORT: String(port), HOST: '127.0.0.1' },
        },
        stdio: ['pipe', 'ignore', 'inherit'],
      },
    );
    return new EngineProcess(name, child, `http://127.0.0.1:${port}/health/ready`);
  }

  get rss(): number {
    return rssMb(this.child.pid);
  }

  async ready(withinMs: number): Promise<void> {
    for (const end = Date.now() + withinMs; Date.now() < end; await pause(50)) {
      if (this.child.exitCode !== null) throw new Error(`${this.name} ended with ${this.child.exitCode}`);
      const answer = await fetch(this.healthUrl).catch(() => undefined);
      if (answer?.ok === true) return;
    }
    throw new Error(`${this.name} does not become ready`);
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}
