import type { Measurement } from '#libs/headroom';
import type { Instant, Millis } from '#libs/kernel';
import type { ConditionName } from '#libs/protocol';
import type { ProcessSign } from '#libs/store';

/** One round of measuring. */
export interface Round {
  readonly now: Instant;
  /** Since when rounds have followed each other: nobody is blamed for what was before. */
  readonly watching: Millis;
  readonly signs: readonly ProcessSign[];
  readonly limit: (what: ConditionName) => number;
}

/** Something that measures one condition or a few. */
export interface Probe {
  readonly of: readonly ConditionName[];
  measure(round: Round): Promise<readonly Measurement[]> | readonly Measurement[];
}

/** A probe for one condition: the value, or why there is none. */
export const probe = (
  what: ConditionName,
  measure: (round: Round) => Promise<Omit<Measurement, 'what'>> | Omit<Measurement, 'what'>,
): Probe => ({ of: [what], measure: async (round) => [{ what, ...(await measure(round)) }] });

/** What fails to be measured is not well again, and says why. */
export async function measureAll(probes: readonly Probe[], round: Round): Promise<Measurement[]> {
  const all: Measurement[] = [];
  for (const probe of probes) {
    try {
      all.push(...(await probe.measure(round)));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      all.push(...probe.of.map((what) => ({ what, value: null, detail })));
    }
  }
  return all;
}
