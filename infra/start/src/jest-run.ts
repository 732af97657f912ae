import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Counts {
  passed: number;
  failed: number;
}

/** How long Jest and its workers have to end when they are told to. */
const END_WITHIN_MS = 3_000;

/** Runs Jest in a process group of its own, so that its workers end with it. */
export async function runJest(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  report: 'inherit' | 'ignore' = 'inherit',
): Promise<Counts> {
  if (signal.aborted) return { passed: 0, failed: 1 };
  const folder = mkdtempSync(join(tmpdir(), 'zhengtu-jest-'));
  const outputFile = join(folder, 'result.json');
  const node = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const child = spawn(process.execPath, [...node, '--json', '--outputFile', outputFile, ...args], {
    detached: true,
    env,
    stdio: ['ignore', 'ignore', report],
  });
  const end = (): void => void endGroup(child);
  signal.addEventListener('abort', end);
  try {
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return countsOf(outputFile, code);
  } finally {
    signal.removeEventListener('abort', end);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that could not run at all counts as a failure, and so does a run that ended badly without naming one. */
function countsOf(outputFile: string, code: number | null): Counts {
  const result = readResult(outputFile);
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function readResult(outputFile: string): JestResult {
  try {
    return JSON.parse(readFileSync(outputFile, 'utf8')) as JestResult;
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1 }; // Jest did not come to write one
  }
}

async function endGroup(child: ChildProcess): Promise<void> {
  killGroup(child, 'SIGTERM');
  await pause(END_WITHIN_MS, undefined, { ref: false });
  killGroup(child, 'SIGKILL');
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // the whole group has ended
  }
}
