import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

interface Run {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** A project with the real door, whose npm and compiler only say that they were asked. */
describe('the door of npm start', () => {
  let project: string;
  const write = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text, { mode });
  };
  const run = (...args: string[]): Promise<Run> =>
    new Promise((resolveRun) => {
      const env = { ...process.env, PATH: `${project}/bin:${process.env['PATH'] ?? ''}`, NODE_OPTIONS: '' };
      const child = spawn(process.execPath, ['infra/run.mjs', ...args], { cwd: project, env });
      const said: string[] = [];
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(String(data)));
      child.once('close', (code) => resolveRun({ code, lines: said.join('').trim().split('\n') }));
    });

  const lockfile = (version: string): void => {
    const other = { version: '1.0.0', optional: true, os: ['elsewhere'] };
    write(
      'package-lock.json',
      JSON.stringify({ packages: { '': {}, 'node_modules/a': { version }, 'node_modules/b': other } }),
    );
  };

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'zhengtu-door-'));
    cpSync(resolve('infra/run.mjs'), join(project, 'infra/run.mjs'));
    cpSync(resolve('infra/launch'), join(project, 'infra/launch'), { recursive: true });
    const main = 'export async function main(args) { console.log("handed over", args.join(" ")); return 7; }';
    write('package.json', '{ "type": "module" }');
    write('libs/store/src/sql/a.sql', 'select 1');
    write('libs/store/src/migrations/0000.sql', 'select 1');
    write('apps/api/src/main.ts', '1');
    write(
      'compiler.cjs',
      `const fs = require('fs'); fs.mkdirSync('dist/infra/start/src', { recursive: true });
       fs.writeFileSync('dist/infra/start/src/main.js', ${JSON.stringify(main)});
       if (fs.readFileSync('apps/api/src/main.ts', 'utf8') === 'broken') { console.log('apps/api: broken'); process.exit(2); }`,
    );
    // `npm ci` takes a while and leaves what npm leaves; `npm run build:console` makes a page.
    write(
      'bin/npm',
      `#!/bin/sh
       if [ "$1" = ci ]; then echo x >> installs; sleep 0.3; mkdir -p node_modules/@typescript/native/bin
         cp compiler.cjs node_modules/@typescript/native/bin/tsc; cp package-lock.json node_modules/.package-lock.json
         sed -i 's/,"node_modules.b":{[^}]*}//' node_modules/.package-lock.json
       else mkdir -p dist/apps/console; fi`,
      0o755,
    );
    lockfile('1.0.0');
  });
  afterEach(() => rmSync(project, { recursive: true }));

  const INSTALL = 'Installing npm packages (a minute, the first time)';

  it('installs, builds and hands over; the second time it only hands over', async () => {
    const first = await run('start', 'x');
    expect(first).toEqual({
      code: 7,
      lines: [INSTALL, 'Building the processes', 'Building the console', 'handed over start x'],
    });
    expect(await run('start', 'x')).toEqual({ code: 7, lines: ['handed over start x'] });
  });

  it('builds again when a source has changed, and not for a spec', async () => {
    await run('start');
    write('apps/api/src/main.spec.ts', '2');
    expect((await run('start')).lines).toEqual(['handed over start']);
    write('apps/api/src/main.ts', '2');
    expect((await run('start')).lines).toEqual(['Building the processes', 'handed over start']);
  });

  it('installs again when the lockfile asks for another version', async () => {
    await run('start');
    lockfile('1.0.1');
    expect((await run('test', 'unit')).lines).toContain(INSTALL);
    expect((await run('test', 'unit')).lines).toEqual(['handed over test unit']);
  });

  it('takes away what was built of sources that are gone', async () => {
    await run('start');
    write('dist/test/bench/gone.bench.js', '');
    write('apps/api/src/main.ts', '2');
    const past = new Date(Date.now() - 60_000);
    utimesSync(join(project, 'dist/test/bench/gone.bench.js'), past, past);
    await run('start');
    expect(existsSync(join(project, 'dist/test/bench/gone.bench.js'))).toBe(false);
    expect(existsSync(join(project, 'dist/libs/store/src/sql/a.sql'))).toBe(true);
  });

  it('stops with what the compiler said when a source is broken, and does not start the old build', async () => {
    await run('start');
    write('apps/api/src/main.ts', 'broken');
    const { code, lines } = await run('start');
    expect(code).toBe(1);
    expect(lines).toContain('apps/api: broken');
    expect(lines.at(-1)).toMatch(/^The processes could not be built/);
    expect(lines.join()).not.toContain('handed over');
  });

  it('lets two commands at once install and build one after the other', async () => {
    const runs = await Promise.all([run('start'), run('test'), run('build')]);
    expect(runs.map(({ code }) => code).sort()).toEqual([0, 7, 7]);
    const installs = runs.flatMap(({ lines }) => lines).filter((line) => line === INSTALL);
    expect(installs).toHaveLength(1);
    expect(runs.flatMap(({ lines }) => lines)).toContain('Another command is building: waiting for it');
  });

  it('passes a turn on that was left by a command that was killed', async () => {
    mkdirSync(join(project, '.cache'));
    symlinkSync('4194304', join(project, '.cache/launcher'));
    expect((await run('start')).code).toBe(7);
  });
});
