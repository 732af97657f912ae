import { Logger } from '@nestjs/common';
import { instant, isoInShanghai, partitionOf, type Instant, type SuperviseeId } from '#libs/kernel';
import {
  advanceAll,
  diff,
  episodeId,
  foldedRules,
  isBehind,
  newTrack,
  openEpisodes,
  replay,
  RuleFault,
  rulesVersion,
  seenAt,
  type Episode,
  type Observation,
  type Track,
} from '#libs/rules';
import { AlertStore, EngineLaneStore, EngineSnapshotStore, type PostgresDatabase } from '#libs/store';
import { JournalOfAlerts } from './journal-of-alerts.js';
import type { Holding, Lease } from './lease.js';
import type { EngineNumbers } from './numbers.js';
import type { Worlds } from './worlds.js';

/** How often the evidence that joins an open alert is written: state is not written for every record. */
const JOIN_EVERY_MS = 30_000;
/** Before everything that is stored. */
const EVER = instant(Date.UTC(1, 0, 1));
const kinds = foldedRules.map((rule) => rule.kind);

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
  /** When judged anew: the time of the snapshot it began with, and of the first record that made it necessary. */
  readonly anew: { readonly from: Instant | null; readonly because: Instant | null } | null;
}

/** The supervisees whose records are judged here: one lane each, going on from what it remembers. */
export class Lanes {
  readonly #lanes = new Map<SuperviseeId, Lane>();
  readonly #stopped = new Set<SuperviseeId>();
  readonly #logger = new Logger('lanes');

  constructor(
    private readonly db: PostgresDatabase,
    private readonly lease: Lease,
    private readonly worlds: Worlds,
    private readonly numbers: EngineNumbers,
  ) {}

  /** Judges new records of one supervisee. True when consoles have something to be told. */
  async take(id: SuperviseeId, fresh: readonly Observation[], below: string, now: Instant): Promise<boolean> {
    if (this.#stopped.has(id)) return false;
    return this.#guarded(id, now, async () => {
      const lane = this.#lanes.get(id);
      const forward = lane !== undefined && !fresh.some((seen) => isBehind(lane.track, seen));
      const judged = forward
        ? { ...advanceAll(lane.track, fresh, await this.worlds.get(id)), anew: null }
        : await this.#anew(id, earliest(fresh), below);
      return this.#keep(id, judged, now);
    });
  }

  /** Judges a supervisee's records from a time on once more (all since the last snapshot, without a time). */
  async again(id: SuperviseeId, from: Instant | null, below: string, now: Instant): Promise<boolean> {
    if (this.#stopped.has(id)) return false;
    const last = this.#lanes.get(id)?.track.last;
    if (from !== null && last !== undefined && (last === null || last[0] < from)) return false;
    return this.#guarded(id, now, async () => this.#keep(id, await this.#anew(id, from, below), now));
  }

  async #anew(id: SuperviseeId, because: Instant | null, below: string): Promise<Judged> {
    this.numbers.rewinds.inc();
    const state = await new EngineSnapshotStore(this.db, rulesVersion).last(id, because);
    // What is read back is what this version of the rules wrote.
    const track = state === undefined ? newTrack() : (state as Track);
    const from = track.last === null ? null : track.last[0];
    const records = await new EngineLaneStore(this.db).records(id, from, below);
    const next = records.filter((seen) => !isBehind(track, seen));
    return { ...replay(track, next, await this.worlds.get(id)), anew: { from, because } };
  }

  async #keep(id: SuperviseeId, judged: Judged, now: Instant): Promise<boolean> {
    const lane = this.#lanes.get(id);
    const joining = lane && judged.anew === null ? judged.episodes.filter((one) => onlyJoins(lane, one)) : [];
    const urgent = judged.episodes.filter((episode) => !joining.includes(episode));
    const told = judged.anew !== null || urgent.length > 0 ? await this.#write(id, urgent, judged.anew, now) : false;
    const filed = judged.anew === null ? (lane?.filed ?? new Map<string, number>()) : new Map<string, number>();
    const open = openEpisodes(judged.track).map(episodeId);
    for (const name of open) if (!filed.has(name) || judged.anew) filed.set(name, now);
    const kept = lane && judged.anew === null ? lane.joining : new Map<string, Episode>();
    for (const episode of joining) kept.set(episodeId(episode), episode);
    for (const episode of urgent) kept.delete(episodeId(episode));
    for (const name of filed.keys()) if (!open.includes(name)) filed.delete(name);
    const dirty = (lane?.dirty ?? false) || lane?.track !== judged.track;
    this.#lanes.set(id, { track: judged.track, dirty, filed, joining: kept });
    return told;
  }

  async #write(id: SuperviseeId, episodes: readonly Episode[], anew: Judged['anew'], now: Instant): Promise<boolean> {
    const { opened, told } = await this.db.transaction(async (tx) => {
      await this.lease.store.fence(tx, this.lease.of(id));
      if (anew?.because != null) await new EngineSnapshotStore(tx, rulesVersion).drop(id, anew.because);
      const from = anew === null ? null : (anew.from ?? EVER);
      const filed = await new AlertStore(tx).filed({ superviseeId: id, kinds, episodes, from });
      const journal = new JournalOfAlerts(tx, now);
      const byId = new Map(filed.map((alert) => [String(alert.id), alert]));
      for (const change of diff(filed, episodes, anew !== null)) await journal.apply(change, byId);
      return { told: await journal.write(), opened: journal.opened };
    });
    for (const { kind } of opened) this.numbers.raised.inc({ kind });
    return told;
  }

  /** Writes what joined open alerts and has waited long enough. */
  async writeJoined(now: Instant, all = false): Promise<boolean> {
    let told = false;
    for (const [id, lane] of this.#lanes) {
      const due = [...lane.joining].filter(([name]) => all || now - (lane.filed.get(name) ?? 0) >= JOIN_EVERY_MS);
      if (due.length === 0) continue;
      told =
        (await this.#write(
          id,
          due.map(([, episode]) => episode),
          null,
          now,
        )) || told;
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
    await this.db.transaction(async (tx) => {
      await this.lease.store.fence(tx, holding);
      await new EngineSnapshotStore(tx, rulesVersion).add(snapshots, holding.cursor, now);
      await this.lease.store.advance(tx, holding, holding.cursor);
    });
    for (const [, lane] of dirty) lane.dirty = false;
  }

  /** Tries once more what was stopped, perhaps by rules that have been mended since. */
  async adopt(holdings: readonly Holding[], now: Instant): Promise<void> {
    const lanes = new EngineLaneStore(this.db);
    const stopped = await lanes.stopped(holdings.map(({ part }) => part));
    for (const id of stopped) {
      this.#stopped.delete(id);
      await this.again(id, null, this.lease.of(id).cursor, now);
      if (!this.#stopped.has(id)) await this.#resume(id, now);
    }
  }

  /** What is remembered of partitions that somebody else runs now is worth nothing. */
  forget(isOurs: (part: number) => boolean): void {
    for (const id of this.#lanes.keys()) if (!isOurs(partitionOf(id))) this.#lanes.delete(id);
    for (const id of this.#stopped) if (!isOurs(partitionOf(id))) this.#stopped.delete(id);
  }

  /** A rule that throws stops the lane, and people are told: what is not judged must not look like all is well. */
  async #guarded(id: SuperviseeId, now: Instant, work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RuleFault)) throw error;
      this.#logger.error('a lane was stopped', { supervisee: id, rule: error.kind, stack: stackOf(error.cause) });
      return this.#stop(id, error, now);
    }
  }

  async #stop(id: SuperviseeId, fault: RuleFault, now: Instant): Promise<boolean> {
    const { division } = await this.worlds.get(id);
    await this.db.transaction(async (tx) => {
      await this.lease.store.fence(tx, this.lease.of(id));
      const stopped = await new EngineLaneStore(tx).stop(id, now, fault.message);
      const data = { what: `supervisee ${id}: ${fault.message}`, since: isoInShanghai(now) };
      const notice = { type: 'monitoring.degraded', at: now, division, data };
      if (stopped) await new JournalOfAlerts(tx, now).write([notice]);
    });
    this.#lanes.delete(id);
    this.#stopped.add(id);
    return true;
  }

  async #resume(id: SuperviseeId, now: Instant): Promise<void> {
    const { division } = await this.worlds.get(id);
    await this.db.transaction(async (tx) => {
      await this.lease.store.fence(tx, this.lease.of(id));
      const since = await new EngineLaneStore(tx).resume(id);
      const data = { what: `supervisee ${id}`, since: isoInShanghai(since ?? now) };
      if (since !== undefined) {
        await new JournalOfAlerts(tx, now).write([{ type: 'monitoring.restored', at: now, division, data }]);
      }
    });
  }
}

const earliest = (fresh: readonly Observation[]): Instant | null =>
  fresh.length === 0 ? null : instant(Math.min(...fresh.map(seenAt)));

const onlyJoins = (lane: Lane, episode: Episode): boolean =>
  episode.ended === null && lane.filed.has(episodeId(episode));

const stackOf = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
