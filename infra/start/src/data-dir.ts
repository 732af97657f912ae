import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ProcessRegister, readMark } from './process-register.js';
import { lives, markOf, type ProcessMark } from './running.js';
import { Unusable } from './unusable.js';

/** The folder in which one installation keeps everything: databases, secrets, logs, the numbers of its processes. */
export class DataDir {
  readonly path: string;
  /** The processes that were started for it. */
  readonly register: ProcessRegister;

  constructor(path: string) {
    this.path = resolve(path);
    try {
      makeFolder(this.file('logs'));
      this.register = new ProcessRegister(this.file('processes'));
      const probe = this.file(`.probe-${process.pid}`);
      writeFileSync(probe, '');
      rmSync(probe);
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
    if (this.holder() === undefined) rmSync(this.file('start.pid'), { force: true });
    const { pid, began } = markOf(process.pid) ?? { pid: process.pid, began: '' };
    try {
      // `wx`: of two starts at once only one makes the file.
      writeFileSync(this.file('start.pid'), `${pid} ${began}`, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = this.holder()?.pid ?? 'unknown';
      throw new Unusable(
        `${this.path} is in use by a start that is running (process ${holder}): npm run stop ends it.`,
      );
    }
  }

  release(): void {
    if (this.holder()?.pid === process.pid) rmSync(this.file('start.pid'), { force: true });
  }

  /** The start that runs here, when there is one. */
  holder(): ProcessMark | undefined {
    const mark = readMark(this.file('start.pid'));
    return mark !== undefined && lives(mark) ? mark : undefined;
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

/** Not `recursive`: where the system says of a new folder that there is no such folder (/proc), Node 20 then never ends. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
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
