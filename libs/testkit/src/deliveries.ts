import fc from 'fast-check';
import { hours } from '#libs/kernel';
import type { Observation } from '#libs/rules';
import { track, type TrackStory } from './track.js';

type Teller = (told: TrackStory, times: number) => TrackStory;
const once =
  (kind: string): Teller =>
  (told) =>
    told.event(kind);
const again =
  (tell: Teller): Teller =>
  (told, times) =>
    Array.from({ length: times }).reduce<TrackStory>((story, _, index) => tell(story, index), told);

/** What may happen, and how often in a row at most. */
const ways: Readonly<Record<string, readonly [most: number, tell: Teller]>> = {
  inside: [4, (told, fixes) => told.inside(fixes)],
  outside: [5, (told, fixes) => told.outside(120, fixes)],
  edge: [3, (told, fixes) => told.fixes(5, fixes)],
  poor: [3, (told, fixes) => told.outside(900, fixes, { accuracy: 800 })],
  clock: [3, (told, records) => told.timeless(records)],
  strapOpen: [1, once('strap_open')],
  strapClosed: [1, once('strap_closed')],
  flaps: [4, again((told) => told.event('strap_open').event('strap_closed'))],
  caseOpen: [1, once('case_open')],
  sos: [1, once('sos')],
  chargeOn: [1, once('charge_on')],
  chargeOff: [1, once('charge_off')],
  lowBattery: [1, once('low_battery')],
  powerOff: [1, once('power_off')],
  powerOn: [1, once('power_on')],
  draining: [60, (told, percent) => told.draining(percent)],
  pause: [40, (told, length) => told.pause(hours(length)).event('nofix')],
  blind: [4, again((told) => told.blind(15))],
  jumps: [4, again((told) => told.inside().outside(20_000))],
  elsewhere: [5, (told, fixes) => told.outside(20_000, fixes)],
  frozen: [2, again((told) => told.frozen(12))],
  jamming: [1, once('jamming')],
  offBody: [1, once('off_body')],
  onBody: [1, once('on_body')],
  losses: [3, again((told, index) => told.lost(index * 900 - 900))],
};
const piece = fc
  .constantFrom(...Object.keys(ways))
  .chain((is) => fc.record({ is: fc.constant(is), times: fc.integer({ min: 1, max: ways[is]?.[0] ?? 1 }) }));

/** Records of what somebody may have done, in the order in which it happened. */
export const stories = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => {
  const told = track();
  for (const { is, times } of pieces) ways[is]?.[1](told, times);
  return told.records;
});

/** Every record at least once, some twice, in any order, in any batches. */
export const deliveries = stories.chain((records) =>
  fc
    .tuple(
      fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
      fc.array(fc.constantFrom(...records), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 40 }),
    )
    .map(([shuffled, again, sizes]) => ({ records, batches: cut([...shuffled, ...again], sizes) })),
);

function cut(records: readonly Observation[], sizes: readonly number[]): Observation[][] {
  const batches: Observation[][] = [];
  for (let from = 0, turn = 0; from < records.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    batches.push(records.slice(from, from + size));
    from += size;
  }
  return batches;
}
