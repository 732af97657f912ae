import { readFileSync } from 'node:fs';
import type { Platform } from '#infra/start';

/** The clock ticks of Linux a second, as /proc counts processor time. */
const TICKS = 100;
const names = ['broker', 'ingest', 'engine', 'api', 'worker'] as const;

/** The processor time that each process of the platform has used so far, in seconds. */
export function processorSeconds(platform: Platform): Record<(typeof names)[number], number> {
  const used = names.map((name) => {
    const pid = platform.pid(name);
    if (pid === undefined) return [name, 0] as const;
    // After the name in brackets, which may hold anything: user and system time are the 12th and 13th from there.
    const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return [name, (Number(after[11]) + Number(after[12])) / TICKS] as const;
  });
  return Object.fromEntries(used) as Record<(typeof names)[number], number>;
}
