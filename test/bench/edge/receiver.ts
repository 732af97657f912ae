import { chance, type Chance } from '../../../devices-sim/src/person/chance.js';

/** Radius that holds 90 % of a two-dimensional normal, in deviations per axis: sqrt(-2 ln 0.1). */
const RADIUS_90 = Math.sqrt(-2 * Math.log(0.1));
/** Half of the error is remembered for a minute, half for a quarter of an hour: seconds. */
const MEMORIES = [60, 900] as const;

/** The error of a receiver that stands still: it wanders (Gauss–Markov), quickly and slowly at once. */
export class WanderingReceiver {
  private readonly luck: Chance;
  private readonly parts: [east: number, north: number][];
  private readonly deviation: number;

  /** `within`: metres that hold 90 % of the errors. */
  constructor(key: string, within: number) {
    this.luck = chance('edge', key);
    this.deviation = within / RADIUS_90 / Math.SQRT2;
    this.parts = MEMORIES.map(() => [this.luck.gauss(), this.luck.gauss()]);
  }

  /** Metres to the east and north by which it is wrong, so many seconds after the last one. */
  next(seconds: number): readonly [east: number, north: number] {
    this.parts.forEach((part, index) => {
      const kept = Math.exp(-seconds / (MEMORIES[index] ?? 1));
      const fresh = Math.sqrt(1 - kept * kept);
      part[0] = kept * part[0] + fresh * this.luck.gauss();
      part[1] = kept * part[1] + fresh * this.luck.gauss();
    });
    const sum = (axis: 0 | 1): number => this.parts.reduce((all, part) => all + part[axis], 0) * this.deviation;
    return [sum(0), sum(1)];
  }
}
