import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { instant } from '#libs/kernel';
import type { Arguments } from './arguments.js';
import { runFleet } from './fleet.js';
import { dataDir, scenarioOf } from './inputs.js';
import { readCounties } from './person/county.js';
import { peopleOf, type Person } from './person/person.js';
import { Registry } from './platform/enrol.js';
import { readDemonstration } from './platform/running.js';
import { readSecrets, SecretKeeper } from './platform/secrets.js';
import type { Progress } from './progress.js';
import { Refusal } from './refusal.js';
import { demonstrationScenario } from './scenario/demonstration.js';
import { residents, type Scenario } from './scenario/scenario.js';
import { writeTruth } from './run-truth.js';
import { UsageError } from './usage.js';

const RETRY_MS = 5_000;

interface Run {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** `fleet`: false when it ended by itself and the platform had not stored everything. */
export async function fleetCommand(args: Arguments, run: Run): Promise<boolean> {
  const scenario = scenarioOf(args);
  const [mqtt, credentials, connections] = [
    args.url('mqtt'),
    args.text('credentials'),
    args.whole('connections', 1, 1_000),
  ];
  if (connections !== undefined && mqtt === undefined)
    throw new UsageError(
      '--connections publishes for others and needs --mqtt with the name and secret of the platform’s own user',
    );
  const given = credentials === undefined ? undefined : readSecrets(credentials);
  if (mqtt !== undefined && given === undefined && connections === undefined)
    throw new UsageError('--mqtt needs --credentials: the secrets of the wristbands');
  const count = args.whole('devices', 1, 1_000_000) ?? given?.size;
  if (count === undefined && args.text('scenario') === undefined)
    throw new UsageError('fleet needs --devices or --scenario');
  if (given && (count ?? residents(scenario).length) > given.size)
    throw new Refusal(`There are secrets for ${given.size} wristbands only`);
  const people = peopleOf(scenario, scenario.seed, readCounties(), { count, ids: [...(given?.keys() ?? [])] });
  const { secrets, enrolled, url } = given
    ? { secrets: given, enrolled: people, url: '' }
    : await register(scenario, people, run);
  const start = instant(Date.now());
  const seconds = args.number('duration', 1, 1e9);
  const ends = seconds === undefined ? {} : { lasts: seconds * 1_000 };
  const shared = connections === undefined ? {} : { connections };
  const unheard = await runFleet({
    scenario,
    people: enrolled,
    mqttUrl: mqtt ?? url,
    secrets,
    start,
    ...ends,
    ...shared,
    ...run,
  });
  const truthFile = args.text('truth');
  const end = instant(Math.min(Date.now(), start + (seconds ?? Infinity) * 1_000));
  if (truthFile !== undefined)
    await writeTruth(truthFile, {
      scenario,
      seed: scenario.seed,
      people: enrolled,
      start,
      end,
      every: scenario.intervalSeconds,
    });
  // Stopped by hand, or out of hearing on shared connections: nothing was promised.
  if (run.signal.aborted || connections !== undefined || unheard === 0) return true;
  run.progress.say(`Not acknowledged: ${unheard} records`);
  return false;
}

/** `demo`: what `npm start` runs. The platform may still be waking up, or be restarted: then it tries again. */
export async function demoCommand(run: Run): Promise<void> {
  const scenario = demonstrationScenario;
  const people = peopleOf(scenario, scenario.seed, readCounties());
  while (!run.signal.aborted) {
    const known = await register(scenario, people, run).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      run.progress.say(`${error.message}. Trying again in ${RETRY_MS / 1_000} s.`);
      return undefined;
    });
    if (!known) await pause(RETRY_MS, undefined, { signal: run.signal }).catch(() => undefined);
    else
      return void (await runFleet({
        scenario,
        people: known.enrolled,
        mqttUrl: known.url,
        secrets: known.secrets,
        start: instant(Date.now()),
        ...run,
      }));
  }
}

/** Puts everybody on the books of the running demonstration; those it cannot, it leaves at home and says so. */
async function register(scenario: Scenario, people: readonly Person[], { progress }: Run) {
  const demonstration = readDemonstration(dataDir());
  const registry = new Registry(demonstration, new SecretKeeper(join(dataDir(), 'fleet.json')));
  const wanted = people.map(({ deviceId, name, county }) => ({
    deviceId,
    name,
    division: county.code,
    intervalSeconds: scenario.intervalSeconds,
  }));
  const { secrets, refused, otherInterval } = await registry.enrol(wanted, (done) =>
    progress.show(() => `${done} of ${people.length} people registered`),
  );
  for (const [why, count] of tally(refused.map((one) => one.why)))
    progress.say(`${count} of ${people.length} not registered: ${why}`);
  if (otherInterval > 0)
    progress.say(
      `${otherInterval} wristbands are registered with another interval than ${scenario.intervalSeconds} s, and will be judged by it`,
    );
  if (secrets.size === 0) throw new Refusal('Nobody could be registered');
  return { secrets, enrolled: people.filter(({ deviceId }) => secrets.has(deviceId)), url: demonstration.mqttUrl };
}

const tally = (words: readonly string[]): ReadonlyMap<string, number> =>
  words.reduce((counts, word) => counts.set(word, (counts.get(word) ?? 0) + 1), new Map<string, number>());
