import { existsSync, readFileSync } from 'node:fs';
import { run } from './program.mjs';

/** npm writes down what it has installed; that must be what the lockfile asks for, less what is for other machines. */
export function packagesAreInstalled() {
  const there = readPackages('node_modules/.package-lock.json');
  const wanted = Object.entries(readPackages('package-lock.json')).filter(([path]) => path !== '');
  return wanted.every(([path, { version, optional }]) =>
    there[path] === undefined ? optional === true : there[path].version === version,
  );
}

export async function installPackages(tell) {
  tell('Installing npm packages (a minute, the first time)');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'The npm packages could not be installed');
}

function readPackages(file) {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).packages ?? {}) : {};
}
