import { availableParallelism } from 'node:os';
import { findBrokers } from './brokers.js';
import { findChromium } from './chromium.js';
import { runJest, type Counts } from './jest-run.js';
import type { Tell } from './services.js';
import { startWorkerServices, workersWithServices } from './worker-services.js';

interface Suite {
  /** Globs; one with ! in front takes files out again. */
  readonly files: readonly string[];
  /** How many files run at a time. */
  readonly workers: number;
  readonly services: boolean;
  readonly browser: boolean;
  /** The contract is checked on other brokers too. */
  readonly brokers?: boolean;
}

/** Two at least: specs that wait for a service leave a processor to another. */
const SIDE_BY_SIDE = Math.min(4, Math.max(2, availableParallelism()));

const suites = {
  unit: {
    files: ['<rootDir>/{libs,apps,devices-sim,infra}/**/*.spec.ts', '!**/*.db.spec.ts'],
    workers: SIDE_BY_SIDE,
    services: false,
    browser: false,
  },
  db: {
    files: ['<rootDir>/**/*.db.spec.ts', '<rootDir>/test/contract/**/*.{spec,contract}.ts'],
    workers: workersWithServices(SIDE_BY_SIDE),
    services: true,
    browser: false,
    brokers: true,
  },
  e2e: { files: ['<rootDir>/test/e2e/**/*.spec.ts'], workers: 1, services: true, browser: false },
  browser: { files: ['<rootDir>/test/browser/**/*.spec.ts'], workers: 1, services: true, browser: true },
} as const satisfies Record<string, Suite>;
type SuiteName = keyof typeof suites;

/**
 * `npm test [suite…] [-- what Jest understands]`: the suites on real services; the last line counts. A suite's files
 * run in parallel where they share nothing, one after another where each has a whole platform of its own.
 */
export async function test(args: readonly string[], tell: Tell, signal: AbortSignal): Promise<number> {
  const isSuite = (arg: string): arg is SuiteName => arg in suites;
  const named = args.filter(isSuite);
  const jestArgs = args.filter((arg) => !isSuite(arg));
  const chosen: ({ readonly name: SuiteName } & Suite)[] = (
    named.length > 0 ? named : (Object.keys(suites) as SuiteName[])
  ).map((name) => ({
    name,
    ...suites[name],
  }));
  const chromium = chosen.some(({ browser }) => browser) ? await findChromium(tell) : undefined;
  const brokers = chosen.some((suite) => suite.brokers) ? await findBrokers(tell) : {};
  const served = Math.max(0, ...chosen.map(({ services, workers }) => (services ? workers : 0)));
  const services = await startWorkerServices(served, tell, signal);
  const total: Counts = { passed: 0, failed: 0 };
  try {
    const env = { ...process.env, CHROMIUM: chromium, ...brokers, ...services.env };
    for (const suite of chosen) {
      tell(`Suite ${suite.name}`);
      const { passed, failed } = await runJest(suiteArguments(suite, jestArgs), env, signal);
      total.passed += passed;
      total.failed += failed;
      if (signal.aborted) break;
    }
  } finally {
    await services.stop();
  }
  tell(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function suiteArguments({ files, workers }: Suite, jestArgs: readonly string[]): string[] {
  // A connection that a spec forgot must not keep the run from its end.
  return ['--passWithNoTests', '--forceExit', `--maxWorkers=${workers}`, ...jestArgs, '--testMatch', ...files];
}
