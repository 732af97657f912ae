import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runJest, type Counts } from './jest-run.js';

describe('a run of Jest', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zhengtu-spec-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (files: Record<string, string>, signal = new AbortController().signal): Promise<Counts> => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const config = JSON.stringify({ rootDir: folder, transform: {}, testEnvironment: 'node' });
    return runJest(['--config', config], { ...process.env, CI: 'true' }, signal, 'ignore');
  };

  it('counts tests, and a file that could not run as one that failed', async () => {
    const counts = await run({
      'good.test.js': 'test("a", () => {}); test("b", () => {}); test.skip("c", () => {});',
      'bad.test.js': 'test("a", () => { throw new Error("no"); });',
      'broken.test.js': 'test("a", () => {',
    });
    expect(counts).toEqual({ passed: 2, failed: 2 });
  }, 30_000);

  it('that finds no test at all has failed', async () => {
    expect(await run({})).toEqual({ passed: 0, failed: 1 });
  }, 30_000);

  it('that is called off has failed, and ends with its workers', async () => {
    const calledOff = new AbortController();
    const result = run({ 'endless.test.js': 'test("a", () => new Promise(() => {}), 1e6);' }, calledOff.signal);
    setTimeout(() => calledOff.abort(), 1_500);
    expect((await result).failed).toBe(1);
  }, 30_000);
});
