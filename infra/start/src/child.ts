import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessRegister } from './process-register.js';

export interface ChildCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly register: ProcessRegister;
  /** For programs that are not ours and do not notice the end of their standard input: what ends them when we are gone. */
  readonly endWithUs?: NodeJS.Signals;
}

/** A log that has grown past this is put aside as `.1` when its process starts. */
const MAX_LOG_BYTES = 20_000_000;

/** A process of ours, in a group of its own so that Ctrl-C reaches only the one that stops all in order. */
export class Child {
  readonly exited: Promise<number | null>;

  private constructor(
    private readonly command: ChildCommand,
    private readonly process: ChildProcess,
  ) {
    this.exited = new Promise((resolve) => {
      process.once('exit', (code) => resolve(code));
      process.once('error', () => resolve(-1));
    });
  }

  /** It writes to its log itself, and holds an input whose end tells it that we are gone. */
  static start(command: ChildCommand): Child {
    putAside(command.logFile);
    const log = openSync(command.logFile, 'a');
    const env = command.env ?? process.env;
    const started = spawn(command.command, command.args, { detached: true, stdio: ['pipe', log, log], env });
    closeSync(log);
    started.stdin?.on('error', () => undefined); // it is held open for its end, not written to
    const child = new Child(command, started);
    if (started.pid !== undefined) child.#watch(started.pid);
    return child;
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null && this.process.pid !== undefined;
  }

  get logFile(): string {
    return this.command.logFile;
  }

  /** What it said last, for the one line that tells why it does not run. */
  get lastWords(): string {
    if (!existsSync(this.logFile)) return '';
    return readFileSync(this.logFile, 'utf8').trim().split('\n').at(-1) ?? '';
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

  #watch(pid: number): void {
    const { name, register, endWithUs } = this.command;
    register.add(name, pid);
    const caretaker = endWithUs === undefined ? undefined : startCaretaker(pid, endWithUs);
    void this.exited.then(() => {
      caretaker?.kill('SIGKILL');
      register.remove(name, pid);
    });
  }
}

/** Waits for the end of its input, which is our end also when we were killed, and then ends the process `pid`. */
function startCaretaker(pid: number, signal: NodeJS.Signals): ChildProcess {
  const wait = `read -r _; kill -${signal.slice('SIG'.length)} ${pid}`;
  const caretaker = spawn('/bin/sh', ['-c', wait], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  caretaker.once('error', () => undefined); // no shell, no caretaker: npm run stop still finds the process
  caretaker.stdin.on('error', () => undefined);
  return caretaker;
}

function putAside(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > MAX_LOG_BYTES) renameSync(logFile, `${logFile}.1`);
}
