import fc from 'fast-check';
import { hours } from '#libs/kernel';
import type { Observation } from '#libs/rules';
import { track } from './track.js';

const piece = fc.oneof(
  fc.record({ is: fc.constant('in' as const), fixes: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ is: fc.constant('out' as const), fixes: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ is: fc.constant('edge' as const), fixes: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ is: fc.constant('poor' as const), fixes: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ is: fc.constant('strap_open' as const), fixes: fc.constant(1) }),
  fc.record({ is: fc.constant('strap_closed' as const), fixes: fc.constant(1) }),
  fc.record({ is: fc.constant('clock' as const), fixes: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ is: fc.constantFrom('sos' as const, 'case_open' as const), fixes: fc.constant(1) }),
  fc.record({
    is: fc.constantFrom('charge_on' as const, 'charge_off' as const, 'low_battery' as const),
    fixes: fc.constant(1),
  }),
  fc.record({ is: fc.constantFrom('power_off' as const, 'power_on' as const), fixes: fc.constant(1) }),
  fc.record({ is: fc.constant('battery' as const), fixes: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ is: fc.constant('pause' as const), fixes: fc.integer({ min: 1, max: 40 }) }),
);
/** Records of what somebody may have done, in the order in which it happened. */
export const stories = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => {
  const told = track();
  for (const { is, fixes } of pieces) {
    if (is === 'in') told.inside(fixes);
    else if (is === 'out') told.outside(120, fixes);
    else if (is === 'edge') told.fixes(5, fixes);
    else if (is === 'poor') told.outside(900, fixes, { accuracy: 800 });
    else if (is === 'clock') told.timeless(fixes);
    else if (is === 'battery') told.draining(fixes);
    else if (is === 'pause') told.pause(hours(fixes)).event('nofix');
    else told.event(is);
  }
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
