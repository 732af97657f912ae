import { moved, type Wgs84 } from '#libs/geo';
import { chance, type Chance } from './chance.js';
import type { Whereabouts } from './walk.js';

export type Source = 'gnss' | 'wifi' | 'cell';

/** What a receiver says about where it is. */
export interface Reading {
  readonly at: Wgs84;
  readonly accuracy: number;
  readonly source: Source;
  readonly satellites?: number;
}

/** Deviation per axis in metres to the radius that holds 68 % of a two-dimensional normal: sqrt(-2 ln 0.32). */
const RADIUS_68 = 1.51;

/**
 * How wrong each source is (deviation per axis, metres), and for how many seconds it remembers its error. Errors wander
 * (Gauss–Markov, first order): a receiver at rest draws a slow cloud, it does not throw dice every second.
 */
const sources = {
  gnss: { least: 2.5, most: 5.5, memory: 40 },
  wifi: { least: 15, most: 28, memory: 120 },
  cell: { least: 110, most: 280, memory: 300 },
} as const;

export interface Conditions {
  readonly source: Source;
  /** The receiver knows where it is to the centimetre. */
  readonly exact: boolean;
  /** Reflections between houses: metres of drift that the receiver does not know of, and their direction in radians. */
  readonly drift: number;
  readonly driftAngle: number;
  /** What of the drift the receiver does know: it takes itself for so much less accurate. */
  readonly knownDrift?: number;
}

class WanderingError {
  private east: number;
  private north: number;

  constructor(
    private readonly luck: Chance,
    private readonly memory: number,
  ) {
    this.east = luck.gauss();
    this.north = luck.gauss();
  }

  /** In deviations; stays distributed as a standard normal however long the steps are. */
  step(seconds: number): readonly [east: number, north: number] {
    const kept = Math.exp(-seconds / this.memory);
    const fresh = Math.sqrt(1 - kept * kept);
    this.east = kept * this.east + fresh * this.luck.gauss();
    this.north = kept * this.north + fresh * this.luck.gauss();
    return [this.east, this.north];
  }
}

/** One wristband's receiver. Its errors go on from reading to reading. */
export class Receiver {
  private readonly luck: Chance;
  private readonly errors: Readonly<Record<Source, WanderingError>>;
  private readonly deviations: Readonly<Record<Source, number>>;

  constructor(key: string) {
    this.luck = chance(key, 'receiver');
    const error = (source: Source) => new WanderingError(chance(key, source), sources[source].memory);
    const deviation = (source: Source) => this.luck.between(sources[source].least, sources[source].most);
    this.errors = { gnss: error('gnss'), wifi: error('wifi'), cell: error('cell') };
    this.deviations = { gnss: deviation('gnss'), wifi: deviation('wifi'), cell: deviation('cell') };
  }

  read(
    { at }: Pick<Whereabouts, 'at'>,
    seconds: number,
    { source, exact, drift, driftAngle, knownDrift = 0 }: Conditions,
  ): Reading {
    const deviation = exact ? 0.01 : this.deviations[source];
    const [east, north] = this.errors[source].step(seconds);
    const wrong = moved(
      at,
      east * deviation + drift * Math.sin(driftAngle),
      north * deviation + drift * Math.cos(driftAngle),
    );
    const accuracy = Math.max(1, Math.round((deviation * RADIUS_68 + knownDrift) * 10) / 10);
    return {
      at: wrong,
      accuracy,
      source,
      ...(source === 'gnss' && { satellites: Math.round(this.luck.between(7, 16)) }),
    };
  }
}
