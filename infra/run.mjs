#!/usr/bin/env node
// The door of npm start, test, bench, sim and stop. Plain JavaScript without dependencies: on a fresh machine there is
// nothing but Node and npm. It installs the packages, builds what changed, and hands over to infra/start.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const [command = 'start', ...args] = process.argv.slice(2);
// A measurement's and the simulator's standard output is for their results.
const aside = command === 'bench' || command === 'sim' || command === 'audit-verify';
const tell = (line) => void (aside ? process.stderr : process.stdout).write(`${line}\n`);

const NODE = [20, 19];
const STAMPS = {
  packages: 'node_modules/.zhengtu-packages',
  code: 'dist/.zhengtu-code',
  console: 'dist/apps/console/.zhengtu',
};
const CODE = ['apps', 'libs', 'devices-sim', 'infra', 'test', 'tsconfig.json', 'tsconfig.build.json', 'package.json'];
const PAGES = ['apps/console', 'libs/kernel', 'libs/geo', 'libs/protocol', 'docs/api', 'package-lock.json'];

try {
  demandNode();
  await installPackages();
  await buildWhatChanged();
  process.exitCode = await handOver();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
// A pool or a socket that somebody forgot must not keep a finished command alive.
process.exit();

function demandNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    throw new Error(`Node ${NODE.join('.')} or later is needed; this is ${process.versions.node}.`);
  }
}

async function installPackages() {
  const wanted = fingerprint(['package-lock.json', 'package.json']);
  if (read(STAMPS.packages) === wanted) return;
  tell('Installing npm packages');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'The npm packages could not be installed');
  writeFileSync(STAMPS.packages, wanted);
}

async function buildWhatChanged() {
  const code = fingerprint(CODE);
  const pages = fingerprint(PAGES);
  const work = [];
  if (read(STAMPS.code) !== code) {
    tell('Building the processes');
    work.push(buildCode().then(() => writeFileSync(STAMPS.code, code)));
  }
  const needsPages = !args.includes('unit') && !args.includes('db') && command !== 'sim' && command !== 'stop';
  if (needsPages && read(STAMPS.console) !== pages) {
    tell('Building the console');
    work.push(
      run('npm', ['run', '--silent', 'build:console'], 'The console could not be built').then(() =>
        writeFileSync(STAMPS.console, pages),
      ),
    );
  }
  await Promise.all(work);
}

/** The native compiler takes a second for the whole repository; `nest build <app>` builds one app the same way. */
async function buildCode() {
  for (const part of ['libs', 'infra', 'test', 'devices-sim'])
    rmSync(join('dist', part), { recursive: true, force: true });
  await run(
    process.execPath,
    ['node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.build.json'],
    'The processes could not be built',
  );
  for (const part of ['sql', 'migrations'])
    cpSync(`libs/store/src/${part}`, `dist/libs/store/src/${part}`, { recursive: true });
}

async function handOver() {
  if (command === 'build') return 0;
  if (command === 'audit-verify') return (await import('../dist/infra/audit-verify/src/main.js')).main(args);
  const { main } = await import('../dist/infra/start/src/main.js');
  return main([command, ...args]);
}

function run(program, programArgs, trouble) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArgs, { stdio: ['ignore', aside ? 2 : 'inherit', 'inherit'] });
    child.once('error', (error) => reject(new Error(`${trouble}: ${error.message}.`)));
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${trouble} (${program} ended with ${code}).`)),
    );
  });
}

function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) for (const file of filesOf(path)) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => (name === 'node_modules' || name === 'schema.d.ts' ? [] : filesOf(join(path, name))));
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
