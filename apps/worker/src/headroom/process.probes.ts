import { minutes } from '#libs/kernel';
import type { HeadroomView, ProcessSign } from '#libs/store';
import type { ConditionName } from '#libs/protocol';
import { probe, type Probe, type Round } from './probe.js';

/** A sign is given every five seconds; one that is older than this tells of the past. */
const FRESH_SECONDS = 15;
/** Connected wristbands are asked about only when nothing has come for so long. */
const QUIET_SECONDS = 15;
/** Intervals without a record after which a connected wristband is no longer on time. */
const LATE_INTERVALS = 3;

/** Wristbands that have left in so short a time have not each had a reason of its own. */
const LATELY = minutes(10);
/** Of fewer, a share says nothing. */
const SOME_WRISTBANDS = 10;

const signsOf = (name: string, { signs }: Round): ProcessSign[] => signs.filter(({ process }) => process === name);
const freshOf = (name: string, round: Round): ProcessSign[] =>
  signsOf(name, round).filter(({ ageSeconds }) => ageSeconds < FRESH_SECONDS);
/** A length of time that a sign told, as long as it is by now. */
const grown = (sign: ProcessSign, fact: string): number => (sign.facts[fact] ?? 0) + sign.ageSeconds;
const NOBODY = { value: null, detail: 'nobody who could say' } as const;

/** Who is there, and whether they move. */
export const processProbes = (view: HeadroomView): Probe[] => [
  missing('process.ingest', 'ingest'),
  missing('process.engine', 'engine'),
  missing('process.api', 'api'),
  // Whoever measures is there.
  probe('process.worker', () => ({ value: 0 })),
  probe('broker.away', (round) => {
    const away = freshOf('ingest', round).map(({ facts }) => facts['brokerAwaySeconds'] ?? 0);
    return away.length === 0 ? NOBODY : { value: Math.min(...away) };
  }),
  probe('records.held', (round) => {
    const held = freshOf('ingest', round).map(({ facts }) => facts['heldSeconds'] ?? 0);
    return held.length === 0 ? NOBODY : { value: Math.max(...held) };
  }),
  probe('records.halted', async (round) => {
    const told = signsOf('ingest', round).filter(({ facts }) => typeof facts['storedSecondsAgo'] === 'number');
    const quiet = Math.min(...told.map((sign) => grown(sign, 'storedSecondsAgo')), round.watching / 1_000);
    if (told.length === 0 || quiet < QUIET_SECONDS) return { value: 0 };
    const interval = await view.connectedInterval(round.now);
    return interval === null ? { value: 0 } : { value: quiet, atLeast: interval * LATE_INTERVALS };
  }),
  probe('wristbands.away', async ({ now }) => {
    const { connected, gone } = await view.gone(now, LATELY);
    const all = connected + gone;
    if (all < SOME_WRISTBANDS) return { value: null, detail: `fewer than ${SOME_WRISTBANDS} wristbands connected` };
    return { value: (100 * gone) / all, detail: `${gone} / ${all}` };
  }),
  probe('engine.lag', (round) => {
    const lags = freshOf('engine', round).map((sign) => grown(sign, 'judgedSecondsAgo'));
    return lags.length === 0 ? NOBODY : { value: Math.max(...lags) };
  }),
];

const missing = (what: ConditionName, name: string): Probe =>
  probe(what, (round) => {
    const ages = signsOf(name, round).map(({ ageSeconds }) => ageSeconds);
    return { value: Math.min(...ages, round.watching / 1_000) };
  });
