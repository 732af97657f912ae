import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Unusable } from './unusable.js';

const run = promisify(execFile);

/** The first of `names` that is on the PATH (or in the places where system programs are). */
export async function findProgram(names: readonly string[]): Promise<string | undefined> {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/bin',
    '/usr/sbin',
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (
        await access(path, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return path;
    }
  }
  return undefined;
}

type PackageManager = 'apt' | 'apk' | 'dnf' | 'yum' | 'brew';
const commands: Record<PackageManager, readonly (readonly string[])[]> = {
  apt: [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends'],
  ],
  apk: [['apk', 'add', '--no-cache']],
  dnf: [['dnf', 'install', '-y']],
  yum: [['yum', 'install', '-y']],
  brew: [['brew', 'install']],
};

/** Installs a system package with whichever manager is here and permitted; otherwise `refusal` is the one line told. */
export async function installProgram(packages: Record<PackageManager, string>, refusal: string): Promise<void> {
  for (const manager of Object.keys(commands) as PackageManager[]) {
    const steps = commands[manager];
    const program = steps[0]?.[0];
    if (program === undefined || (await findProgram([program])) === undefined) continue;
    if (manager !== 'brew' && process.getuid?.() !== 0) throw new Unusable(refusal);
    await runSteps(steps, packages[manager], refusal);
    return;
  }
  throw new Unusable(refusal);
}

async function runSteps(steps: readonly (readonly string[])[], name: string, refusal: string): Promise<void> {
  for (const [index, [command, ...args]] of steps.entries()) {
    const all = index === steps.length - 1 ? [...args, name] : args;
    // Services that a package would start by itself are not wanted: we start our own, on a port of our own.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    await run(command ?? '', all, { env, maxBuffer: 64 * 1024 * 1024 }).catch((cause: unknown) => {
      throw new Unusable(refusal, { cause });
    });
  }
}
