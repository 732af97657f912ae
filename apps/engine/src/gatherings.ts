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
import { GatheringView, RoundProgressStore, type CountyAt } from '#libs/store';
import type { AlertWriter, Stretch } from './alert-writer.js';
import type { Desk } from './desk.js';
import type { Faults } from './faults.js';

const ROUND = 'gatherings';
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
  /** The slot after which was looked last. */
  #slot = 0;

  constructor(
    private readonly desk: Desk,
    private readonly faults: Faults,
    private readonly alerts: AlertWriter,
  ) {
    this.#view = new GatheringView(desk.db);
  }

  /** Partitions came: their counties are looked at in the next turn. */
  adopt(): void {
    this.#slot = 0;
  }

  /** True when consoles have something to be told. */
  async check(now: Instant): Promise<boolean> {
    const slot = Math.floor((now - GRACE) / SLOT);
    const parts = [...this.desk.lease.held.keys()];
    if (slot === this.#slot || parts.length === 0) return false;
    const from = await new RoundProgressStore(this.desk.db, ROUND).of(parts);
    const { horizon, counties } = await this.#view.news(from, parts);
    const asked = new Map(counties.map((one) => [one.county, one]));
    for (const one of await this.#view.goingOn(parts)) {
      if (!asked.has(one.county)) asked.set(one.county, { ...one, at: now });
    }
    let told = false;
    for (const one of asked.values()) told = (await this.#look(one, now)) || told;
    await this.#keep(parts, horizon);
    this.#slot = slot;
    return told;
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

  async #keep(parts: readonly number[], horizon: string): Promise<void> {
    const { db, lease } = this.desk;
    await db.transaction(async (tx) => {
      await lease.store.fence(
        tx,
        parts.flatMap((part) => lease.held.get(part) ?? []),
      );
      await new RoundProgressStore(tx, ROUND).keep(parts, horizon);
    });
  }
}
