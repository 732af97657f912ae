import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hours, instant } from '#libs/kernel';
import { alertKinds } from '#libs/protocol';
import { NOON, pointOutside, roundZone, stories, world } from '#libs/testkit';
import { anyRules } from './catalogue.js';
import { advance, lookAhead, newTrack } from './engine.js';
import type { Observation } from './observation.js';
import type { World } from './world.js';

const afternoon = { weekly: [{ days: [1, 2, 3, 4, 5, 6, 7] as number[], from: '12:10', to: '18:00' }] };
const END = instant(NOON + hours(400));

/** Somebody with areas of all sorts and a leave, and a note of what was asked about. */
function watched(): { readonly of: World; readonly asked: Set<string> } {
  const asked = new Set<string>();
  const county = roundZone({ id: 'division:520303' });
  const { lat, lon } = pointOutside(20_000);
  const leave = {
    id: '5',
    place: { name: 'away', shapes: [{ lat, lon, radius: 500 }] },
    from: instant(NOON + hours(1)),
    to: instant(NOON + hours(60)),
    due: instant(NOON + hours(60)),
    closed: null,
  };
  const areas = {
    zones: [roundZone({ schedule: afternoon }), roundZone({ id: '3' })],
    exclusions: [roundZone({ id: '2', kind: 'exclusion', shape: { ...pointOutside(150), radius: 60 } })],
  };
  const policies = alertKinds.map((kind) => ({
    kind,
    version: 1,
    division: '52',
    parameters: {},
    get from() {
      asked.add(kind);
      return instant(0);
    },
  }));
  const home = {
    division: '520303',
    from: instant(0),
    to: null,
    get county() {
      asked.add('areas');
      return county;
    },
  };
  const of = Object.defineProperties(world({ policies, homes: [home], leaves: [leave] }), {
    zones: { get: () => (asked.add('areas'), areas.zones) },
    exclusions: { get: () => (asked.add('areas'), areas.exclusions) },
  });
  return { of, asked };
}

function askedBy(rule: (typeof anyRules)[number], records: readonly Observation[]): ReadonlySet<string> {
  const { of, asked } = watched();
  let track = newTrack([rule]);
  for (const seen of records) track = advance(track, seen, of, [rule]).track;
  lookAhead(track, END, of, [rule]);
  return asked;
}

describe('what a rule asks about', () => {
  it.each(anyRules.map((rule) => [rule.kind, rule] as const))(
    '%s asks what it says, and nothing else',
    (kind, rule) => {
      const said = new Set<string>([kind, ...(rule.asks ?? [])]);
      const heard = new Set<string>();
      fc.assert(
        fc.property(stories, (records) => {
          // Without an accuracy of its own a fix is worth what a policy says.
          const vague = records.map((seen, index) => (index % 3 === 0 ? { ...seen, accuracy: null } : seen));
          for (const asked of askedBy(rule, vague)) heard.add(asked);
          expect([...heard].filter((asked) => !said.has(asked))).toEqual([]);
        }),
        { numRuns: 60, seed: 27 },
      );
      // What it says it asks, it does ask: the stories reach there.
      expect([...said].filter((asked) => !heard.has(asked))).toEqual([]);
    },
  );
});
