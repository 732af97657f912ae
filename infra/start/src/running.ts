import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** Whether process `pid` lives and its command line has `mark` in it: numbers are used again after a restart. */
export function isRunning(pid: number, mark: string): boolean {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,args=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return line.includes(mark) && !line.trimStart().startsWith('Z');
  } catch {
    return false; // ps says so with its exit code
  }
}

/** Asks a process to stop and makes it stop when it has not within `withinMs`. */
export async function endProcess(pid: number, mark: string, signal: NodeJS.Signals, withinMs: number): Promise<void> {
  if (!isRunning(pid, mark)) return;
  process.kill(pid, signal);
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    if (!isRunning(pid, mark)) return;
    await pause(50);
  }
  if (isRunning(pid, mark)) process.kill(pid, 'SIGKILL');
}
