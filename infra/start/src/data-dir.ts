import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRunning } from './running.js';
import { Unusable } from './unusable.js';

/** The folder in which one installation keeps everything: databases, secrets, logs, the number of its process. */
export class DataDir {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
    try {
      mkdirSync(join(this.path, 'logs'), { recursive: true });
      writeFileSync(join(this.path, '.writable'), '');
      rmSync(join(this.path, '.writable'));
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new Unusable(
        `${this.path} cannot be written to (${why}): set DATA_DIR to a folder that this account may use.`,
      );
    }
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Notes that this process runs here; refuses when another one does. */
  claim(): void {
    const holder = this.holder();
    if (holder !== undefined && holder !== process.pid) {
      throw new Unusable(
        `${this.path} is in use by a start that is running (process ${holder}): npm run stop ends it.`,
      );
    }
    writeFileSync(this.file('start.pid'), String(process.pid));
  }

  release(): void {
    if (this.holder() === process.pid) rmSync(this.file('start.pid'), { force: true });
  }

  /** The process that runs here, when there is one. */
  holder(): number | undefined {
    const pid = readNumber(this.file('start.pid'));
    // npm's own process is called npm; ours carries the door's name.
    return pid !== undefined && isRunning(pid, 'run.mjs') ? pid : undefined;
  }

  /** A secret of this installation, made when it is first asked for. */
  secret(name: string): string {
    const file = this.file('secrets.json');
    const secrets = readJson(file);
    const known = secrets[name];
    if (known !== undefined) return known;
    const made = randomBytes(24).toString('hex');
    writeFileSync(file, JSON.stringify({ ...secrets, [name]: made }, null, 2), { mode: 0o600 });
    return made;
  }
}

export function readNumber(file: string): number | undefined {
  try {
    const number = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isInteger(number) ? number : undefined;
  } catch {
    return undefined; // no such file: nobody is there
  }
}

function readJson(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Unusable(
      `${file} cannot be read (${String(error)}): put it back from a copy, or remove the folder to begin anew.`,
    );
  }
}
