import { readFileSync } from 'node:fs';
import type { Platform } from '#infra/start';

/** What a process holds of the machine's memory, in MB. */
export function rssMb(pid: number | undefined): number {
  if (pid === undefined) return 0;
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes ?? 0) / 1_024;
}

/** Looks at broker and ingest every half second, and keeps what the two held when that was most. */
export class MemoryWatch {
  most = { broker: 0, ingest: 0 };
  #now = { broker: 0, ingest: 0 };
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly platform: Platform) {
    this.#timer = setInterval(() => this.#look(), 500);
  }

  get text(): string {
    return `broker ${Math.round(this.#now.broker)} MB, ingest ${Math.round(this.#now.ingest)} MB`;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    try {
      this.#now = { broker: rssMb(this.platform.pid('broker')), ingest: rssMb(this.platform.pid('ingest')) };
    } catch {
      return; // it has just been killed
    }
    const sum = (held: { broker: number; ingest: number }): number => held.broker + held.ingest;
    if (sum(this.#now) > sum(this.most)) this.most = this.#now;
  }
}
