import { availableParallelism } from 'node:os';
import { findBrokers } from './brokers.js';
import { findChromium } from './chromium.js';
import { runJest, type Counts } from './jest-run.js';
import { startScratchServices } from './scratch.js';
import type { Services, Tell } from './services.js';
import { makeTemplate } from './test-template.js';

interface Suite {
  /** Globs; one with ! in front takes files out again. */
  readonly files: readonly string[];
  readonly flags?: readonly string[];
  readonly services: boolean;
  readonly browser: boolean;
  /** The contract is checked on other brokers too. */
  readonly brokers?: boolean;
}

const ONE_AFTER_ANOTHER = ['--maxWorkers=1'];
/** Two at least: specs that wait for a service leave a processor to another. */
const SIDE_BY_SIDE = [`--maxWorkers=${Math.max(2, availableParallelism() - 1)}`];

const suites = {
  unit: {
    files: ['<rootDir>/{libs,apps,devices-sim,infra}/**/*.spec.ts', '!**/*.db.spec.ts'],
    flags: SIDE_BY_SIDE,
    services: false,
    browser: false,
  },
  db: {
    files: ['<rootDir>/**/*.db.spec.ts', '<rootDir>/test/contract/**/*.{spec,contract}.ts'],
    flags: SIDE_BY_SIDE,
    services: true,
    browser: false,
    brokers: true,
  },
  e2e: { files: ['<rootDir>/test/e2e/**/*.spec.ts'], flags: ONE_AFTER_ANOTHER, services: true, browser: false },
  browser: { files: ['<rootDir>/test/browser/**/*.spec.ts'], flags: ONE_AFTER_ANOTHER, services: true, browser: true },
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
  const services = chosen.some((suite) => suite.services) ? await startScratchServices(tell, signal) : undefined;
  const total: Counts = { passed: 0, failed: 0 };
  try {
    const env = { ...process.env, CHROMIUM: chromium, ...brokers, ...(await testEnvironment(services)) };
    for (const suite of chosen) {
      tell(`Suite ${suite.name}`);
      const { passed, failed } = await runJest(suiteArguments(suite, jestArgs), env, signal);
      total.passed += passed;
      total.failed += failed;
      if (signal.aborted) break;
    }
  } finally {
    await services?.stop();
  }
  tell(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function suiteArguments({ files, flags = [] }: Suite, jestArgs: readonly string[]): string[] {
  // A connection that a spec forgot must not keep the run from its end.
  return ['--passWithNoTests', '--forceExit', ...flags, ...jestArgs, '--testMatch', ...files];
}

async function testEnvironment(services: Services | undefined): Promise<NodeJS.ProcessEnv> {
  if (services === undefined) return {};
  await makeTemplate(services.ownerUrl);
  return {
    TEST_DATABASE_URL: services.ownerUrl,
    TEST_APPLICATION_URL: services.applicationUrl,
    TEST_REDIS_URL: services.redisUrl,
  };
}
