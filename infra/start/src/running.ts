import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A process and when it began. Its number alone is used again; the two together are not. */
export interface ProcessMark {
  readonly pid: number;
  readonly began: string;
}

/** Undefined when there is no such process, or nothing of it but its exit code. */
export function markOf(pid: number): ProcessMark | undefined {
  const began = existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
  return began === undefined ? undefined : { pid, began };
}

export function lives({ pid, began }: ProcessMark): boolean {
  return markOf(pid)?.began === began;
}

/** Asks a process to stop and makes it stop when it has not within `withinMs`. */
export async function endProcess(mark: ProcessMark, signal: NodeJS.Signals, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  if (!send(mark, signal)) return;
  while (Date.now() < end) {
    if (!lives(mark)) return;
    await pause(50);
  }
  send(mark, 'SIGKILL');
  while (lives(mark)) await pause(50);
}

function send(mark: ProcessMark, signal: NodeJS.Signals): boolean {
  if (!lives(mark)) return false;
  try {
    return process.kill(mark.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false; // it ended meanwhile
    throw error;
  }
}

/** proc(5): after the name in brackets come the state and, twentieth, the start in ticks since the machine's. */
function fromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined; // no such process
  }
}

function fromPs(pid: number): string | undefined {
  try {
    const flags = ['-o', 'stat=,lstart=', '-p', String(pid)];
    const [state = '', ...began] = execFileSync('ps', flags, { encoding: 'utf8' }).trim().split(/\s+/);
    return state.startsWith('Z') ? undefined : began.join(' ');
  } catch {
    return undefined; // ps says so with its exit code
  }
}
