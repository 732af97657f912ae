import { instant, partitionOf, type Instant, type SuperviseeId } from '#libs/kernel';
import {
  advanceAll,
  episodeId,
  isBehind,
  newTrack,
  openEpisodes,
  replay,
  RuleFault,
  rulesVersion,
  seenAt,
  standing,
  type Episode,
  type Observation,
  type Track,
} from '#libs/rules';
import { EngineLaneStore, EngineSnapshotStore } from '#libs/store';
import type { AlertWriter, Anew } from './alert-writer.js';
import type { Desk } from './desk.js';
import type { Faults } from './faults.js';
import type { Holding } from './lease.js';

/** How often the evidence that joins an open alert is written: state is not written for every record. */
const JOIN_EVERY_MS = 30_000;
/** Behind everything that is stored: to be judged from the last snapshot on. */
const END_OF_TIME = instant(Date.UTC(9999, 0, 1));

interface Lane {
  track: Track;
  dirty: boolean;
  /** Open episodes that are on file, and when they were last written (epoch ms). */
  readonly filed: Map<string, number>;
  /** What joined them since. */
  readonly joining: Map<string, Episode>;
}

interface Judged {
  readonly track: Track;
  readonly episodes: readonly Episode[];
  readonly anew: Anew | null;
}

/** The supervisees whose records are judged here: one lane each, going on from what it remembers. */
export class Lanes {
  readonly #lanes = new Map<SuperviseeId, Lane>();
  /** Who is to be judged once more, and from when on. */
  readonly #again = new Map<SuperviseeId, Instant>();

  constructor(
    private readonly desk: Desk,
    private readonly faults: Faults,
    private readonly alerts: AlertWriter,
  ) {}

  /** Judges new records of one supervisee. True when consoles have something to be told. */
  async take(id: SuperviseeId, fresh: readonly Observation[], below: string, now: Instant): Promise<boolean> {
    if (this.faults.isStopped(id, 'records')) return false;
    return this.#guarded(id, now, async () => {
      const lane = this.#lanes.get(id);
      const forward = lane !== undefined && !fresh.some((seen) => isBehind(lane.track, seen));
      const judged = forward
        ? { ...advanceAll(lane.track, fresh, await this.desk.worlds.get(id)), anew: null }
        : await this.#anew(id, earliest(fresh), below);
      return this.#keep(id, judged, now);
    });
  }

  async #anew(id: SuperviseeId, because: Instant, below: string): Promise<Judged> {
    this.desk.numbers.rewinds.inc();
    const state = await new EngineSnapshotStore(this.desk.db, rulesVersion).last(id, because);
    // What is read back is what this version of the rules wrote.
    const track = state === undefined ? newTrack() : (state as Track);
    const from = track.last === null ? null : track.last[0];
    const records = await new EngineLaneStore(this.desk.db).records(id, from, below);
    const next = records.filter((seen) => !isBehind(track, seen));
    return { ...replay(track, next, await this.desk.worlds.get(id)), anew: { from, because } };
  }

  async #keep(id: SuperviseeId, judged: Judged, now: Instant): Promise<boolean> {
    const lane = this.#lanes.get(id);
    const world = await this.desk.worlds.get(id);
    const episodes = judged.episodes.map((episode) => standing(episode, world, now));
    const joining = lane && judged.anew === null ? episodes.filter((one) => onlyJoins(lane, one)) : [];
    const urgent = episodes.filter((episode) => !joining.includes(episode));
    const told =
      judged.anew !== null || urgent.length > 0 ? await this.alerts.write(id, urgent, judged.anew, now) : false;
    const filed = judged.anew === null ? (lane?.filed ?? new Map<string, number>()) : new Map<string, number>();
    const open = openEpisodes(judged.track).map(episodeId);
    for (const name of open) if (!filed.has(name) || judged.anew) filed.set(name, now);
    const kept = lane && judged.anew === null ? lane.joining : new Map<string, Episode>();
    for (const episode of joining) kept.set(episodeId(episode), episode);
    for (const episode of urgent) kept.delete(episodeId(episode));
    for (const name of filed.keys()) if (!open.includes(name)) filed.delete(name);
    const dirty = (lane?.dirty ?? false) || lane?.track !== judged.track;
    this.#lanes.set(id, { track: judged.track, dirty, filed, joining: kept });
    this.desk.numbers.lanes.set(this.#lanes.size);
    return told;
  }

  /** Writes what joined open alerts and has waited long enough. */
  async writeJoined(now: Instant, all = false): Promise<boolean> {
    let told = false;
    for (const [id, lane] of this.#lanes) {
      const due = [...lane.joining].filter(([name]) => all || now - (lane.filed.get(name) ?? 0) >= JOIN_EVERY_MS);
      if (due.length === 0) continue;
      const episodes = due.map(([, episode]) => episode);
      told = (await this.alerts.write(id, episodes, null, now)) || told;
      for (const [name] of due) {
        lane.joining.delete(name);
        lane.filed.set(name, now);
      }
    }
    return told;
  }

  /** Writes what is remembered of a partition's lanes, and that everything below its cursor is judged. */
  async snapshot(holding: Holding, now: Instant): Promise<void> {
    const dirty = [...this.#lanes].filter(([id, lane]) => lane.dirty && partitionOf(id) === holding.part);
    const snapshots = dirty.flatMap(([superviseeId, { track }]) =>
      track.last === null ? [] : [{ superviseeId, watermark: track.last[0], state: track }],
    );
    await this.desk.db.transaction(async (tx) => {
      await this.desk.lease.store.fence(tx, holding);
      await new EngineSnapshotStore(tx, rulesVersion).add(snapshots, holding.cursor, now);
      await this.desk.lease.store.advance(tx, holding, holding.cursor);
    });
    for (const [, lane] of dirty) lane.dirty = false;
  }

  async adopt(holdings: readonly Holding[]): Promise<void> {
    const stopped = await new EngineLaneStore(this.desk.db).stopped(holdings.map(({ part }) => part));
    for (const id of stopped) {
      this.faults.note(id, 'records');
      this.judgeAgain(id, END_OF_TIME);
    }
  }

  /** From a time on everything is to be judged once more, as soon as all that has arrived was read. */
  judgeAgain(id: SuperviseeId, from: Instant): void {
    this.#again.set(id, instant(Math.min(from, this.#again.get(id) ?? Infinity)));
  }

  /** Judges once more what has to be, also what was stopped: perhaps the rule or its policy has been mended. */
  async catchUp(now: Instant): Promise<boolean> {
    let told = false;
    for (const [id, from] of this.#again) {
      const holding = this.desk.lease.held.get(partitionOf(id));
      if (holding !== undefined) told = (await this.#rejudge(id, from, holding.cursor, now)) || told;
      this.#again.delete(id);
    }
    return told;
  }

  async #rejudge(id: SuperviseeId, from: Instant, below: string, now: Instant): Promise<boolean> {
    const last = this.#lanes.get(id)?.track.last;
    const untouched = last !== undefined && (last === null || last[0] < from);
    if (untouched) return false;
    return this.#guarded(id, now, async () => {
      const told = await this.#keep(id, await this.#anew(id, from, below), now);
      return (await this.faults.resume(id, 'records', now)) || told;
    });
  }

  /** What is remembered of partitions that somebody else runs now is worth nothing. */
  forget(isOurs: (part: number) => boolean): void {
    for (const id of this.#lanes.keys()) if (!isOurs(partitionOf(id))) this.#lanes.delete(id);
    this.desk.numbers.lanes.set(this.#lanes.size);
  }

  /** A rule that throws stops the lane. */
  async #guarded(id: SuperviseeId, now: Instant, work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RuleFault)) throw error;
      this.#lanes.delete(id);
      return this.faults.stop(id, error, now);
    }
  }
}

const earliest = (fresh: readonly Observation[]): Instant =>
  fresh.map(seenAt).reduce((first, at) => (at < first ? at : first), instant(Infinity));

const onlyJoins = (lane: Lane, episode: Episode): boolean =>
  episode.ended === null && lane.filed.has(episodeId(episode));
