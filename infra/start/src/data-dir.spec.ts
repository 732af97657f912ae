import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataDir } from './data-dir.js';
import { markOf } from './running.js';

describe('a data folder', () => {
  let path: string;
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'zhengtu-spec-'));
  });
  afterEach(() => rmSync(path, { recursive: true }));

  it('keeps the secrets it has made, for its owner only', () => {
    const secret = new DataDir(path).secret('mqtt');
    expect(secret).toHaveLength(48);
    const again = new DataDir(path);
    expect(again.secret('mqtt')).toBe(secret);
    expect(again.secret('other')).not.toBe(secret);
    expect(statSync(join(path, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('that cannot be written to is refused with the setting that changes it', () => {
    const file = join(path, 'file');
    writeFileSync(file, '');
    expect(() => new DataDir(join(file, 'data'))).toThrow(/cannot be written to \(ENOTDIR\): set DATA_DIR to/);
    expect(() => new DataDir('/proc/zhengtu')).toThrow('/proc/zhengtu cannot be written to (ENOENT): set DATA_DIR to');
  });

  it('whose secrets are damaged says so and does not make new ones', () => {
    writeFileSync(join(path, 'secrets.json'), '{"mqtt": "ab');
    expect(() => new DataDir(path).secret('mqtt')).toThrow(/secrets\.json cannot be read .* put it back/);
    expect(readFileSync(join(path, 'secrets.json'), 'utf8')).toBe('{"mqtt": "ab');
  });

  it('belongs to one start at a time', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e6)']);
    await once(other, 'spawn');
    const pid = other.pid ?? 0;
    writeFileSync(join(path, 'start.pid'), `${pid} ${markOf(pid)?.began}`);
    const dataDir = new DataDir(path);
    expect(() => dataDir.claim()).toThrow(`is in use by a start that is running (process ${pid}): npm run stop`);
    other.kill('SIGKILL');
    await once(other, 'exit');
    dataDir.claim();
    expect(dataDir.holder()?.pid).toBe(process.pid);
    dataDir.release();
    expect(dataDir.holder()).toBeUndefined();
  });

  it('is not held by a process that only has the number of an earlier start', () => {
    writeFileSync(join(path, 'start.pid'), `${process.ppid} 12345`);
    const dataDir = new DataDir(path);
    expect(dataDir.holder()).toBeUndefined();
    expect(() => dataDir.claim()).not.toThrow();
  });
});
