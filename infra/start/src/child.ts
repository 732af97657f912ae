import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface ChildCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
}

/** A process of ours, in a group of its own so that Ctrl-C reaches only the one that stops all in order. */
export class Child {
  readonly exited: Promise<number | null>;

  private constructor(
    readonly name: string,
    private readonly process: ChildProcess,
  ) {
    this.exited = new Promise((resolve) => {
      process.once('exit', (code) => resolve(code));
      process.once('error', () => resolve(-1));
    });
  }

  static start(command: ChildCommand): Child {
    const log = createWriteStream(command.logFile, { flags: 'a' });
    const options: SpawnOptions = { detached: true, stdio: ['pipe', 'pipe', 'pipe'], env: command.env ?? process.env };
    if (command.cwd !== undefined) options.cwd = command.cwd;
    if (command.uid !== undefined) options.uid = command.uid;
    if (command.gid !== undefined) options.gid = command.gid;
    const started = spawn(command.command, command.args, options);
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    started.stdin?.on('error', () => undefined); // it is held open for its end, not written to
    return new Child(command.name, started);
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null && this.process.pid !== undefined;
  }

  kill(signal: NodeJS.Signals): void {
    if (this.running) this.process.kill(signal);
  }

  /** Asks it to stop; makes it stop when it has not within `withinMs`. */
  async stop(signal: NodeJS.Signals, withinMs: number): Promise<void> {
    this.kill(signal);
    const late = new AbortController();
    await Promise.race([this.exited, pause(withinMs, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
    if (this.running) this.kill('SIGKILL');
    await this.exited;
  }
}
