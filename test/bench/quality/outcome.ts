import type { Instant } from '#libs/kernel';
import type { Case } from './case.js';
import type { Verdicts } from './judge.js';
import { mapOf } from './map.js';

/** What one worker tells of one supervisee: numbers, and what somebody may want to look at. */
export interface Outcome {
  readonly person: number;
  readonly deviceId: string;
  readonly division: string;
  readonly records: number;
  readonly rewinds: number;
  readonly kinds: readonly { readonly kind: string; readonly ours: Tally; readonly baseline: Tally }[];
  readonly exhibits: readonly Exhibit[];
}
export interface Tally {
  readonly beyond: number;
  readonly found: number;
  readonly right: number;
  readonly wrong: number;
  readonly takenBack: number;
  readonly delays: readonly number[];
}
export interface Exhibit {
  readonly what: 'missed' | 'false' | 'found';
  readonly kind: string;
  readonly deviceId: string;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly about: string;
  readonly map: string | null;
}

export function outcomeOf(one: Case): Outcome {
  const { person, records, rewinds, kinds } = one;
  const { deviceId } = person;
  const exhibits = kinds.flatMap(({ kind, ours }): Exhibit[] => {
    const draw = (from: Instant, to: Instant | null): string | null =>
      kind.startsWith('zone.') ? mapOf(one, from, to ?? from) : null;
    const { missed, wrong, found } = ours;
    const shown = kind === 'zone.exit' && person.number % 40 === 10 ? found.slice(0, 1) : [];
    return [
      ...missed.map(({ from, to, about }) => ({
        what: 'missed' as const,
        kind,
        deviceId,
        from,
        to,
        about,
        map: draw(from, to),
      })),
      ...wrong.map(({ from, to, about }) => ({
        what: 'false' as const,
        kind,
        deviceId,
        from,
        to,
        about,
        map: draw(from, to),
      })),
      ...shown.map(({ violation: { from, to, about } }) => ({
        what: 'found' as const,
        kind,
        deviceId,
        from,
        to,
        about,
        map: draw(from, to),
      })),
    ];
  });
  return {
    person: person.number,
    deviceId,
    division: person.county.code,
    records,
    rewinds,
    kinds: kinds.map(({ kind, beyond, ours, baseline }) => ({
      kind,
      ours: tallyOf(beyond, ours),
      baseline: tallyOf(beyond, baseline),
    })),
    exhibits,
  };
}

const tallyOf = (beyond: number, { found, right, wrong }: Verdicts): Tally => ({
  beyond,
  found: found.length,
  right,
  wrong: wrong.length,
  takenBack: wrong.filter(({ contradicted }) => contradicted).length,
  delays: found.flatMap(({ delay }) => (delay === null ? [] : [delay / 1_000])),
});
