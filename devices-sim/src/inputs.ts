import { readFileSync } from 'node:fs';
import { Refusal } from './refusal.js';
import type { Arguments } from './arguments.js';
import { parseScenario, type Scenario } from './scenario/scenario.js';

/** Without a scenario: people of one county, honest receivers, nothing goes wrong. */
const plain = { people: [{ division: '520303', count: 1 }], noise: { wifi: 0.3 } };

/** The scenario named on the command line, with what the command line says otherwise. */
export function scenarioOf(args: Arguments): Scenario {
  const file = args.text('scenario');
  const scenario = parseScenario(file === undefined ? plain : readJson(file));
  const intervalSeconds = args.number('interval', 0.1, 3_600) ?? scenario.intervalSeconds;
  const seed = args.whole('seed', 0, Number.MAX_SAFE_INTEGER) ?? scenario.seed;
  return { ...scenario, intervalSeconds, seed };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Refusal(`${file} cannot be read as JSON: ${(cause as Error).message}`, { cause });
  }
}

export const dataDir = (): string => process.env['DATA_DIR'] ?? '.data';
