#!/usr/bin/env node
// The door of npm start, stop, test, bench and sim. Plain JavaScript without dependencies: on a fresh machine there is
// nothing but Node and npm. It installs the packages, builds what changed, and hands over to infra/start.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { codeIsBuilt, buildCode, buildPages, pagesAreBuilt } from './launch/build.mjs';
import { installPackages, packagesAreInstalled } from './launch/packages.mjs';
import { endPrograms } from './launch/program.mjs';
import { inTurn } from './launch/turn.mjs';

const NODE = [20, 19];
/** npm, when it is npm that started us: killed while we built, it wants nothing run any more. */
const parent = process.ppid;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const [command = 'start', ...args] = process.argv.slice(2);
// A measurement's and the simulator's standard output is for their results.
const aside = ['bench', 'sim', 'audit-verify'].includes(command);
const tell = (line) => void (aside ? process.stderr : process.stdout).write(`${line}\n`);

try {
  demandNode();
  await prepare();
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
    throw new Error(
      `Node ${NODE.join('.')} or later is needed, this is ${process.versions.node}: install a newer one.`,
    );
  }
}

/** Brings packages and build up to date. Interrupted, it ends what it started. */
async function prepare() {
  if (command === 'stop' && existsSync('dist/infra/start/src/main.js')) return;
  const giveUp = () => {
    endPrograms();
    process.exit(130);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, giveUp);
  if (workIsLeft()) await inTurn(tell, bringUpToDate);
  for (const signal of signals) process.off(signal, giveUp);
  if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) giveUp();
}

function workIsLeft() {
  return !packagesAreInstalled() || !codeIsBuilt() || (needsPages() && !pagesAreBuilt());
}

async function bringUpToDate() {
  if (!packagesAreInstalled()) await installPackages(tell);
  const work = [];
  if (!codeIsBuilt()) work.push(buildCode(tell));
  if (needsPages() && !pagesAreBuilt()) work.push(buildPages(tell));
  await Promise.all(work);
}

function needsPages() {
  if (command === 'test') return args.length === 0 || args.includes('e2e') || args.includes('browser');
  return ['start', 'build', 'bench'].includes(command);
}

async function handOver() {
  if (command === 'build') return 0;
  if (command === 'audit-verify') return (await import('../dist/infra/audit-verify/src/main.js')).main(args);
  const { main } = await import('../dist/infra/start/src/main.js');
  return main([command, ...args]);
}
