import { spawn } from 'node:child_process';

/** `npm run sim -- …`: the simulator with this terminal's output. It ends when we are told to, and when we are killed. */
export async function sim(args: readonly string[], signal: AbortSignal): Promise<number> {
  const child = spawn(process.execPath, ['dist/devices-sim/src/main.js', ...args], {
    detached: true,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, EXIT_WITH_PARENT: '1' },
  });
  child.stdin.on('error', () => undefined); // it is held open for its end, not written to
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}
