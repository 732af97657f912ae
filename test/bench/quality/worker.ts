import { parentPort, workerData } from 'node:worker_threads';
import { days, instant } from '#libs/kernel';
import { readZunyiCounties } from '#infra/boundaries';
import { readCounties } from '../../../devices-sim/src/person/county.js';
import { peopleOf } from '../../../devices-sim/src/person/person.js';
import { caseOf } from './case.js';
import { outcomeOf } from './outcome.js';
import { scenarioOf } from './scenario.js';

/** What a worker is told: which of the people are its own. */
export interface Share {
  readonly seed: number;
  readonly people: number;
  readonly days: number;
  readonly worker: number;
  readonly workers: number;
  readonly one: string | null;
}

/** A Monday at midnight in Shanghai. */
const START = instant(Date.UTC(2026, 2, 1, 16));

function run(share: Share): void {
  const counties = readZunyiCounties();
  const scenario = scenarioOf(
    share.seed,
    counties.map(({ code }) => code),
    share.people,
  );
  const people = peopleOf(scenario, share.seed, readCounties(), { count: share.people });
  const end = instant(START + days(share.days));
  for (const [index, person] of people.entries()) {
    if (share.one === null ? index % share.workers !== share.worker : person.deviceId !== share.one) continue;
    const county = counties.find(({ code }) => code === person.county.code);
    if (county === undefined) throw new Error(`${person.county.code} is not known`);
    parentPort?.postMessage(outcomeOf(caseOf(person, scenario, county, START, end)));
  }
}

run(workerData as Share);
