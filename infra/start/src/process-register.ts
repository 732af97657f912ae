import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, lives, markOf, type ProcessMark } from './running.js';

/** These end their sessions at once and close their logs properly on SIGINT; on SIGTERM PostgreSQL would wait for all to leave. */
const servers = ['postgres', 'redis'];

/** What runs for a data folder, written down so that the next command can end what a killed one left behind. */
export class ProcessRegister {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  add(name: string, pid: number): void {
    const mark = markOf(pid);
    if (mark !== undefined) writeFileSync(join(this.folder, name), `${mark.pid} ${mark.began}`);
  }

  remove(name: string, pid: number): void {
    if (this.#read(name)?.pid === pid) rmSync(join(this.folder, name), { force: true });
  }

  /** Ends all that still live, servers last, each within `withinMs`. Returns their names. */
  async endAll(withinMs = 5_000): Promise<string[]> {
    const living = readdirSync(this.folder).flatMap((name) => {
      const mark = this.#read(name);
      return mark !== undefined && lives(mark) ? [{ name, mark }] : [];
    });
    const isServer = ({ name }: { name: string }): boolean => servers.includes(name);
    const clients = living.filter((one) => !isServer(one));
    await Promise.all(clients.map(({ mark }) => endProcess(mark, 'SIGTERM', withinMs)));
    await Promise.all(living.filter(isServer).map(({ mark }) => endProcess(mark, 'SIGINT', withinMs)));
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name), { force: true });
    return living.map(({ name }) => name);
  }

  #read(name: string): ProcessMark | undefined {
    return readMark(join(this.folder, name));
  }
}

/** A process that was noted in a file as `number beginning`; undefined when there is none. */
export function readMark(file: string): ProcessMark | undefined {
  try {
    const [pid, ...began] = readFileSync(file, 'utf8').trim().split(' ');
    return { pid: Number(pid), began: began.join(' ') };
  } catch {
    return undefined; // no such file: nobody is there
  }
}
