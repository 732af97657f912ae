import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './program.mjs';

const CODE = {
  stamp: 'dist/.code',
  sources: ['apps', 'libs', 'devices-sim', 'infra', 'test', 'tsconfig.json', 'tsconfig.build.json', 'package.json'],
  leaveOut: ['apps/console'],
};
const PAGES = {
  stamp: 'dist/apps/console/.pages',
  sources: ['apps/console', 'libs/kernel', 'libs/geo', 'libs/protocol', 'docs/api', 'package-lock.json'],
  leaveOut: [],
};

export const codeIsBuilt = () => isBuilt(CODE);
export const pagesAreBuilt = () => isBuilt(PAGES);

/** The native compiler takes seconds for the whole repository; `nest build <app>` builds one app into the same place. */
export async function buildCode(tell) {
  tell('Building the processes');
  const wanted = fingerprint(CODE);
  const began = Date.now();
  const compiler = 'node_modules/@typescript/native/bin/tsc';
  await run(process.execPath, [compiler, '-p', 'tsconfig.build.json'], 'The processes could not be built');
  for (const part of ['sql', 'migrations']) {
    cpSync(`libs/store/src/${part}`, `dist/libs/store/src/${part}`, { recursive: true });
  }
  removeOlder('dist', began);
  writeFileSync(CODE.stamp, wanted);
}

export async function buildPages(tell) {
  tell('Building the console');
  const wanted = fingerprint(PAGES);
  await run('npm', ['run', '--silent', 'build:console'], 'The console could not be built');
  mkdirSync('dist/apps/console', { recursive: true });
  writeFileSync(PAGES.stamp, wanted);
}

/** What is left of sources that are gone: a bench that was renamed would else still be offered. */
function removeOlder(folder, began) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && path !== 'dist/apps/console') removeOlder(path, began);
    else if (/\.(js|map|sql)$/.test(entry.name) && statSync(path).mtimeMs < began - 1_000) rmSync(path);
  }
}

function isBuilt(part) {
  return existsSync(part.stamp) && readFileSync(part.stamp, 'utf8') === fingerprint(part);
}

function fingerprint({ sources, leaveOut }) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesOf(source, leaveOut)) hash.update(file).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Files that are made (the client's types) or are not part of a build (specs) do not count. */
function filesOf(path, leaveOut) {
  if (!existsSync(path) || leaveOut.includes(path)) return [];
  if (!statSync(path).isDirectory()) return /\.spec\.tsx?$|schema\.d\.ts$/.test(path) ? [] : [path];
  const names = readdirSync(path).filter((name) => name !== 'node_modules' && name !== 'dist');
  return names.sort().flatMap((name) => filesOf(join(path, name), leaveOut));
}
