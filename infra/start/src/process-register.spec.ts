import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProcessRegister } from './process-register.js';

describe('the register of processes', () => {
  let folder: string;
  let register: ProcessRegister;
  const started: ChildProcess[] = [];
  const begin = async (script: string): Promise<ChildProcess & { pid: number }> => {
    const child = spawn(process.execPath, ['-e', `${script}; console.log('up'); setInterval(() => undefined, 1e6)`]);
    started.push(child);
    await once(child.stdout, 'data');
    return child as ChildProcess & { pid: number };
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zhengtu-spec-'));
    register = new ProcessRegister(folder);
  });
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('ends what was left behind, and again finds nothing', async () => {
    const [api, redis] = [await begin(''), await begin('')];
    register.add('api', api.pid);
    register.add('redis', redis.pid);
    // What the system says of a child's end is heard a moment after it has ended.
    const ends = Promise.all([once(api, 'exit'), once(redis, 'exit')]);
    expect((await new ProcessRegister(folder).endAll()).sort()).toEqual(['api', 'redis']);
    await ends;
    expect([api.signalCode, redis.signalCode]).toEqual(['SIGTERM', 'SIGINT']);
    expect(await register.endAll()).toEqual([]);
  });

  it('ends what does not listen to a request', async () => {
    const deaf = await begin("process.on('SIGTERM', () => undefined)");
    register.add('api', deaf.pid);
    await register.endAll(300);
    expect(deaf.signalCode ?? (await once(deaf, 'exit'))[1]).toBe('SIGKILL');
  });

  it('leaves a process alone that only got the number of an earlier one', async () => {
    const stranger = await begin('');
    writeFileSync(join(folder, 'api'), `${stranger.pid} 12345`);
    expect(await register.endAll()).toEqual([]);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  it('forgets a process that ended, but not the one that took its place', async () => {
    const [first, second] = [await begin(''), await begin('')];
    register.add('api', second.pid);
    register.remove('api', first.pid);
    expect(readdirSync(folder)).toEqual(['api']);
    register.remove('api', second.pid);
    expect(readdirSync(folder)).toEqual([]);
  });
});
