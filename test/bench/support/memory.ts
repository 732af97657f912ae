import { readFileSync } from 'node:fs';

/** What a process holds of the machine's memory, in MB. */
export function rssMb(pid: number | undefined): number {
  if (pid === undefined) return 0;
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes ?? 0) / 1_024;
}
