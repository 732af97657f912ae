import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Unusable } from './unusable.js';

const run = promisify(execFile);
/** Where system programs are, also for an account whose PATH leaves them out. */
const USUAL_FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/** The first of `names` that is on the PATH, or in a usual folder. */
export async function findProgram(names: readonly string[]): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), ...USUAL_FOLDERS];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (await mayRun(path)) return path;
    }
  }
  return undefined;
}

function mayRun(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

export interface SystemPackage {
  /** The programs it brings, any of which will do. */
  readonly programs: readonly string[];
  readonly names: Readonly<Record<'apt' | 'apk' | 'dnf' | 'yum' | 'brew', string>>;
  /** The one line that is told when it is missing and cannot be installed. */
  readonly refusal: string;
}

const managers = [
  { manager: 'apt', prepare: ['apt-get', 'update', '-qq'], install: ['apt-get', 'install', '-y', '-qq'] },
  { manager: 'apk', install: ['apk', 'add', '--no-cache'] },
  { manager: 'dnf', install: ['dnf', 'install', '-y'] },
  { manager: 'yum', install: ['yum', 'install', '-y'] },
  { manager: 'brew', install: ['brew', 'install'] },
] as const;

/** The path of a program, which is installed with the system's package manager when it is missing and we may. */
export async function demandProgram(wanted: SystemPackage, tell: (line: string) => void): Promise<string> {
  const found = await findProgram(wanted.programs);
  if (found !== undefined) return found;
  tell(`${wanted.names.apt} is not there: installing it with the package manager`);
  await install(wanted);
  const installed = await findProgram(wanted.programs);
  if (installed === undefined) throw new Unusable(wanted.refusal);
  return installed;
}

async function install({ names, refusal }: SystemPackage): Promise<void> {
  for (const { manager, install, ...more } of managers) {
    if ((await findProgram([install[0]])) === undefined) continue;
    const rights = manager === 'brew' ? [] : await rightsPrefix();
    if (rights === undefined) break;
    // A list that cannot be renewed may still name the package.
    if ('prepare' in more) await runQuietly([...rights, ...more.prepare]).catch(() => undefined);
    return runQuietly([...rights, ...install, names[manager]]).catch((cause: unknown) => {
      throw new Unusable(refusal, { cause });
    });
  }
  throw new Unusable(refusal);
}

/** What gives us the right to install: nothing for root, sudo where it asks for no password. Undefined: we may not. */
async function rightsPrefix(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  const sudo = ['sudo', '-n'];
  return runQuietly([...sudo, 'true']).then(
    () => sudo,
    () => undefined,
  );
}

async function runQuietly([command = '', ...args]: readonly string[]): Promise<void> {
  // RUNLEVEL: Debian starts no service that a package would begin by itself; we run our own, on a port of our own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await run(command, args, { env, maxBuffer: 64 * 1024 * 1024 });
}
