import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findProgram, installProgram } from './programs.js';
import { startScratchServices } from './scratch.js';
import type { Services, Tell } from './services.js';
import { spawn } from 'node:child_process';
import { Unusable } from './unusable.js';

/** A suite is a choice of spec files and what they run on. */
const suites = {
  unit: {
    args: [
      'libs',
      'apps',
      'devices-sim',
      'infra',
      'test/unit',
      '--testPathIgnorePatterns',
      '/dist/',
      '\\.db\\.spec',
      '\\.service\\.spec',
    ],
    services: false,
    browser: false,
  },
  db: { args: ['\\.db\\.spec', '\\.service\\.spec', 'test/contract'], services: true, browser: false },
  e2e: { args: ['test/e2e', '--runInBand'], services: true, browser: false },
  browser: { args: ['test/browser', '--runInBand'], services: true, browser: true },
} as const;
type Suite = keyof typeof suites;

interface Counts {
  passed: number;
  failed: number;
}

/** `npm test [suite…]`: every suite on real services; the last line counts. Returns the exit code. */
export async function test(args: readonly string[], tell: Tell, stopped: Promise<unknown>): Promise<number> {
  const known = args.filter((arg): arg is Suite => arg in suites);
  const filters = args.filter((arg) => !(arg in suites));
  const chosen = known.length > 0 ? known : (Object.keys(suites) as Suite[]);
  const env: NodeJS.ProcessEnv = { ...process.env };
  if (chosen.some((suite) => suites[suite].browser)) env['CHROMIUM'] = await findChromium(tell);
  const services = chosen.some((suite) => suites[suite].services) ? await startScratchServices(tell) : undefined;
  try {
    if (services !== undefined) Object.assign(env, await testEnvironment(services));
    const total: Counts = { passed: 0, failed: 0 };
    for (const suite of chosen) {
      tell(`Suite ${suite}`);
      const counts = await Promise.race([
        runSuite(suite, filters, env),
        stopped.then(() => ({ passed: 0, failed: 1 })),
      ]);
      total.passed += counts.passed;
      total.failed += counts.failed;
    }
    tell(`${total.passed} passed, ${total.failed} failed`);
    return total.failed === 0 && total.passed > 0 ? 0 : 1;
  } finally {
    await services?.stop();
  }
}

async function testEnvironment(services: Services): Promise<NodeJS.ProcessEnv> {
  await makeTemplate(services.ownerUrl);
  return {
    TEST_DATABASE_URL: services.ownerUrl,
    TEST_APPLICATION_URL: services.applicationUrl,
    TEST_REDIS_URL: services.redisUrl,
  };
}

/**
 * The migrated database becomes the template that each spec file clones. Nobody may connect to it: TimescaleDB's
 * scheduler would, and a database with somebody in it cannot be cloned.
 */
async function makeTemplate(ownerUrl: string): Promise<void> {
  const name = decodeURIComponent(new URL(ownerUrl).pathname.slice(1));
  const client = new pg.Client({ connectionString: Object.assign(new URL(ownerUrl), { pathname: '/postgres' }).href });
  await client.connect();
  try {
    const template = pg.escapeIdentifier(name);
    await client.query(`alter database ${template} with is_template true allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  } finally {
    await client.end();
  }
}

async function runSuite(suite: Suite, filters: readonly string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'zhengtu-jest-'));
  const outputFile = join(folder, 'result.json');
  const { args } = suites[suite];
  const jest = [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    ...args,
    '--passWithNoTests',
    '--json',
    '--outputFile',
    outputFile,
    ...filters.flatMap((filter) => ['-t', filter]),
  ];
  try {
    const child = spawn(process.execPath, jest, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    await new Promise((resolve) => child.once('exit', resolve));
    return countsOf(outputFile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that could not run at all counts as a failure, and so does a run without a result. */
function countsOf(outputFile: string): Counts {
  try {
    const result = JSON.parse(readFileSync(outputFile, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numRuntimeErrorTestSuites: number;
    };
    return { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** The browser for the console's tests: from the PATH, or installed with the system's package manager. */
export async function findChromium(tell: Tell): Promise<string> {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = process.env['CHROMIUM'] ?? (await findProgram(names));
  if (found !== undefined) return found;
  tell('Chromium is not there: installing it with the package manager');
  const refusal =
    'Chromium is missing and could not be installed: install it (Debian: apt-get install chromium), or set CHROMIUM to its path.';
  await installProgram(
    { apt: 'chromium', apk: 'chromium', dnf: 'chromium', yum: 'chromium', brew: 'chromium' },
    refusal,
  );
  const installed = await findProgram(names);
  if (installed === undefined) throw new Unusable(refusal);
  return installed;
}
