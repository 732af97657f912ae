import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { LoadReport } from '../../../devices-sim/src/load/load-settings.js';

/** `devices-sim load` as a process of its own: its options by name, `true` for those without a value. */
export type LoadOptions = Readonly<Record<string, string | number | true>>;

/** Resolves with its last line. It ends with us, whatever happens to us. */
export function runLoad(options: LoadOptions): Promise<LoadReport> {
  const words = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, String(value)],
  );
  const child = spawn(process.execPath, [resolve('dist/devices-sim/src/main.js'), 'load', ...words], {
    env: { ...process.env, EXIT_WITH_PARENT: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (data) => (out += String(data)));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      const line = out.trim().split('\n').at(-1) ?? '';
      if (line.startsWith('{')) done(JSON.parse(line) as LoadReport);
      else fail(new Error(`the load ended with ${code} and said nothing`));
    });
  });
}
