import { before, days, instant, minutes, partitionOf, PARTITIONS, type Instant } from '#libs/kernel';
import {
  crowdingOf,
  gatheringEpisode,
  gatherings,
  leadOfGathering,
  RuleFault,
  SLOT,
  subjectOf,
  type Gathering,
  type GatheringOnFile,
} from '#libs/rules';
import { GatheringView, type CountyAt } from '#libs/store';
import { ArrivalRound } from './arrival-round.js';
import type { AlertWriter, Stretch } from './alert-writer.js';
import type { Desk } from './desk.js';
import type { Faults } from './faults.js';

/** Counties: so that arrivals need not wait for a whole round. */
const AT_ONCE = 4;
/** After the end of a slot so long is waited for what was recorded in it. */
const GRACE = minutes(1);
/** What becomes known longer after the fact than this is not compared any more. */
const LOOKED_BACK = days(3);

/** A county is looked at by whoever holds the partition of its code: people of all partitions are together there. */
const partOf = (county: string): number => Number(county) % PARTITIONS;

/**
 * People of one county who are together outside listed places. As in `forbidden-contacts.ts` each round looks at the times of
 * which something new has arrived, and at what goes on; everything before those times is on file.
 */
export class Gatherings {
  readonly #view: GatheringView;
  readonly #round: ArrivalRound<CountyAt>;
  /** The slot after which was looked last. */
  #slot = 0;

  constructor(
    private readonly desk: Desk,
    private readonly faults: Faults,
    private readonly alerts: AlertWriter,
  ) {
    this.#view = new GatheringView(desk.db);
    this.#round = new ArrivalRound(desk, 'gatherings', AT_ONCE);
  }

  /** Partitions came or went: a round begins in the next turn. */
  adopt(): void {
    this.#round.forget();
    this.#slot = 0;
  }

  /** Looks at some. True when consoles have something to be told, and when there are more to be looked at. */
  async check(now: Instant): Promise<{ told: boolean; more: boolean }> {
    const slot = Math.floor((now - GRACE) / SLOT);
    if (!this.#round.underWay && slot === this.#slot) return { told: false, more: false };
    if (!this.#round.underWay) {
      await this.#round.begin((from, parts) => this.#find(from, parts, now));
      this.#slot = slot;
    }
    return this.#round.goOn(async (counties) => {
      let told = false;
      for (const county of counties) told = (await this.#look(county, now)) || told;
      return told;
    });
  }

  async #find(from: string, parts: readonly number[], now: Instant): Promise<{ horizon: string; items: CountyAt[] }> {
    const { horizon, counties } = await this.#view.news(from, parts);
    const known = new Set(counties.map(({ county }) => county));
    const others = (await this.#view.goingOn(parts)).filter(({ county }) => !known.has(county));
    return { horizon, items: [...counties, ...others.map((one) => ({ ...one, at: now }))] };
  }

  async #look({ county, somebody, at }: CountyAt, now: Instant): Promise<boolean> {
    const by = crowdingOf(await this.desk.worlds.get(somebody), now, await this.#view.places(county));
    const first = Math.max(Math.min(at, now), before(now, LOOKED_BACK));
    const from = before(instant(first), leadOfGathering(by));
    const onFile = await this.#view.onFile(county, from);
    const spots = await this.#view.spots(county, from, now);
    let found: readonly Gathering[];
    try {
      found = gatherings(spots, onFile, from, now, by);
    } catch (cause) {
      if (!this.desk.lease.held.has(partitionOf(somebody))) throw cause;
      return this.faults.stop(somebody, new RuleFault('gathering', null, { cause }), now);
    }
    const resumed = await this.faults.resume(somebody, 'gatherings', now);
    return (await this.#write(county, found, onFile, now)) || resumed;
  }

  async #write(
    county: string,
    found: readonly Gathering[],
    onFile: readonly GatheringOnFile[],
    now: Instant,
  ): Promise<boolean> {
    const worlds = await this.desk.worlds.of(found.map(subjectOf));
    const names = await this.#view.names([...new Set(found.flatMap(({ stayed }) => [...stayed]))]);
    const part = partOf(county);
    const again = found.map((one): Stretch => {
      const superviseeId = subjectOf(one);
      const world = worlds.get(superviseeId);
      const known = one.onFile === null ? [] : [one.onFile];
      return { superviseeId, part, episodes: world ? [gatheringEpisode(world, one, names)] : [], onFile: known };
    });
    const gone = onFile
      .filter((filed) => found.every((one) => one.onFile !== filed))
      .map((filed): Stretch => ({ superviseeId: filed.superviseeId, part, episodes: [], onFile: [filed] }));
    return this.alerts.settle([...again, ...gone], now);
  }
}
