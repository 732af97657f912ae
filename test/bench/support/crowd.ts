import { fork, type ChildProcess } from 'node:child_process';
import type { CrowdCount, CrowdOrder } from './crowd-process.js';
import type { Way } from './lean-wristband.js';

/** As many as one process holds with ease. */
const PER_PROCESS = 6_000;

/** Many wristbands with a connection each, in processes of their own. */
export class Crowd {
  readonly #counts = new Map<ChildProcess, CrowdCount>();

  constructor(size: number, way: Omit<Way, 'from'>, rampMs: number) {
    const script = new URL('./crowd-process.js', import.meta.url);
    for (let from = 0, address = 2; from < size; from += PER_PROCESS, address += 1) {
      const to = Math.min(from + PER_PROCESS, size);
      const order: CrowdOrder = { from, to, way: { ...way, from: `127.0.0.${address}` }, rampMs };
      const child = fork(script);
      child.on('message', (count: CrowdCount) => this.#counts.set(child, count));
      child.send(order);
      this.#counts.set(child, { up: 0, sent: 0, acked: 0 });
    }
  }

  get up(): number {
    return this.#sum('up');
  }
  get sent(): number {
    return this.#sum('sent');
  }
  /** As the platform told the wristbands. */
  get acked(): number {
    return this.#sum('acked');
  }

  /** No more records. */
  rest(): void {
    for (const child of this.#counts.keys()) child.send('rest');
  }

  end(): void {
    for (const child of this.#counts.keys()) child.kill('SIGKILL');
  }

  #sum(what: keyof CrowdCount): number {
    return [...this.#counts.values()].reduce((all, count) => all + count[what], 0);
  }
}
