import { spawn } from 'node:child_process';

/** `npm run sim -- …`: the simulator with this terminal. */
export async function sim(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ['dist/devices-sim/src/main.js', ...args], { stdio: 'inherit' });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}
