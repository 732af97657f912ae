import { groupedBy, instant, partitionOf, type Instant, type SuperviseeId } from '#libs/kernel';
import {
  advanceAll,
  isBehind,
  lookAhead,
  newTrack,
  replay,
  RuleFault,
  rulesVersion,
  standing,
  type Ahead,
  type Episode,
  type Observation,
  type Track,
} from '#libs/rules';
import { EngineLaneStore, EngineSnapshotStore, type LaneAt } from '#libs/store';
import { Agenda } from './agenda.js';
import type { AlertWriter } from './alert-writer.js';
import type { Desk } from './desk.js';
import type { Faults } from './faults.js';
import { inGroups } from './in-groups.js';
import {
  aheadOf,
  earliest,
  joinedLongAgo,
  judgedBy,
  laneAfter,
  laneAhead,
  laneWritten,
  SETTLE,
  urgentOf,
  type Judged,
  type Lane,
} from './lane.js';
import { LaneTable } from './lane-table.js';
import type { Holding } from './lease.js';

/** Behind everything that is stored: to be judged from the last snapshot on. */
const END_OF_TIME = instant(Date.UTC(9999, 0, 1));
const EVER = instant(Date.UTC(1, 0, 1));
/** Lanes whose records are in memory together while they are judged anew. */
const AT_ONCE = 200;

/** The supervisees whose records are judged here: one lane each, going on from what it remembers. */
export class Lanes {
  readonly #lanes = new LaneTable();
  /** Who is to be judged once more, and from when on. */
  readonly #again = new Map<SuperviseeId, Instant>();
  /** When rules may find something in whom though nothing is heard. */
  readonly #wakes = new Agenda<SuperviseeId>();

  constructor(
    private readonly desk: Desk,
    private readonly faults: Faults,
    private readonly alerts: AlertWriter,
  ) {}

  /** Judges new records of supervisees. True when consoles have something to be told. */
  async take(fresh: ReadonlyMap<SuperviseeId, readonly Observation[]>, below: string, now: Instant): Promise<boolean> {
    let told = false;
    for (const group of inGroups(fresh, AT_ONCE)) told = (await this.#takeGroup(group, below, now)) || told;
    return told;
  }

  async #takeGroup(
    group: readonly (readonly [SuperviseeId, readonly Observation[]])[],
    below: string,
    now: Instant,
  ): Promise<boolean> {
    const worlds = await this.desk.worlds.of(group.map(([id]) => id));
    const folds = new Map<SuperviseeId, () => Judged>();
    const behind: LaneAt[] = [];
    for (const [id, records] of group) {
      if (this.faults.isStopped(id, 'records')) continue;
      const track = this.#lanes.get(id)?.track;
      const world = worlds.get(id);
      if (world === undefined || track === undefined || records.some((seen) => isBehind(track, seen))) {
        behind.push({ superviseeId: id, at: earliest(records) });
      } else {
        folds.set(id, () => judgedBy(advanceAll(track, records, world), null, world, now));
      }
    }
    for (const [id, fold] of await this.#rewound(behind, below, now)) folds.set(id, fold);
    return this.#judge(folds, now);
  }

  /** Back to the last snapshot before a time, and from there through everything that is stored. */
  async #rewound(lanes: readonly LaneAt[], below: string, now: Instant): Promise<Map<SuperviseeId, () => Judged>> {
    if (lanes.length === 0) return new Map();
    this.desk.numbers.rewinds.inc(lanes.length);
    const snapshots = await new EngineSnapshotStore(this.desk.db, rulesVersion).before(lanes);
    const starts = lanes.map(({ superviseeId, at }) => {
      const { state, superseded = false } = snapshots.get(superviseeId) ?? {};
      // What is read back is what this version of the rules wrote.
      const track = state === undefined ? newTrack() : (state as Track);
      const from = track.last === null ? null : track.last[0];
      return { superviseeId, track, anew: { from, because: at, superseded } };
    });
    const since = starts.map(({ superviseeId, anew }) => ({ superviseeId, at: anew.from ?? EVER }));
    const stored = await new EngineLaneStore(this.desk.db).records(since, below);
    const records = groupedBy(stored, (record) => record.superviseeId);
    const worlds = await this.desk.worlds.of(lanes.map((lane) => lane.superviseeId));
    return new Map(
      starts.map(({ superviseeId: id, track, anew }) => [
        id,
        () => {
          const world = worlds.get(id);
          if (world === undefined) throw new Error(`there is no supervisee ${id}`);
          const next = (records.get(id) ?? []).filter((seen) => !isBehind(track, seen));
          return judgedBy(replay(track, next, world), anew, world, now);
        },
      ]),
    );
  }

  /** A rule that throws stops its lane, and no other. */
  async #judge(folds: ReadonlyMap<SuperviseeId, () => Judged>, now: Instant): Promise<boolean> {
    const judged = new Map<SuperviseeId, Judged>();
    let told = false;
    for (const [id, fold] of folds) {
      try {
        judged.set(id, fold());
      } catch (error) {
        if (!(error instanceof RuleFault)) throw error;
        this.#lanes.delete(id);
        told = (await this.faults.stop(id, error, now)) || told;
      }
    }
    told = (await this.#keep(judged, now)) || told;
    for (const id of judged.keys()) {
      if (this.faults.isStopped(id, 'records')) told = (await this.faults.resume(id, 'records', now)) || told;
    }
    return told;
  }

  async #keep(judged: ReadonlyMap<SuperviseeId, Judged>, now: Instant): Promise<boolean> {
    const worlds = await this.desk.worlds.of([...judged.keys()]);
    const stand = [...judged].map(([id, one]) => {
      const world = worlds.get(id);
      if (world === undefined || one.episodes.length === 0) return [id, one] as const;
      return [id, { ...one, episodes: one.episodes.map((it) => standing(it, world, now)) }] as const;
    });
    const findings = stand.map(([id, one]) => {
      // Judged anew, everything that is not said now is contradicted.
      const ahead = one.anew === null ? [] : one.ahead.episodes;
      return { superviseeId: id, episodes: [...urgentOf(this.#lanes.get(id), one), ...ahead], anew: one.anew };
    });
    const told = await this.alerts.write(
      findings.filter(({ episodes, anew }) => anew !== null || episodes.length > 0),
      now,
    );
    for (const [id, one] of stand) {
      const after = laneAfter(this.#lanes.get(id), one, now);
      const told = one.anew !== null || after.ahead.size > 0 ? one.ahead.episodes : [];
      this.#stand(id, after, one.episodes, { ...one.ahead, episodes: told });
    }
    this.desk.numbers.lanes.set(this.#lanes.size);
    return told;
  }

  #stand(id: SuperviseeId, after: Lane | undefined, judged: readonly Episode[], { episodes, next }: Ahead): void {
    if (after === undefined) return;
    const { lane, refutedFrom } = laneAhead(after, judged, episodes);
    this.#lanes.set(id, lane);
    if (refutedFrom !== undefined) this.judgeAgain(id, refutedFrom);
    if (next !== null) this.#wakes.setBy(id, next + SETTLE);
  }

  /** Finds what is there to be found though nothing was heard: of some, when they are many. */
  async wake(now: Instant): Promise<{ told: boolean; more: boolean }> {
    const ids: SuperviseeId[] = [];
    for (const id of this.#wakes.due(now)) if (ids.push(id) === AT_ONCE) break;
    // Should what follows fail.
    for (const id of ids) this.#wakes.set(id, now + SETTLE);
    const worlds = await this.desk.worlds.of(ids.filter((id) => this.#lanes.get(id) !== undefined));
    const found = new Map<SuperviseeId, Ahead>();
    let told = false;
    for (const id of ids) {
      const [lane, world] = [this.#lanes.get(id), worlds.get(id)];
      if (!this.desk.lease.held.has(partitionOf(id)) || this.faults.isStopped(id, 'records')) continue;
      if (lane === undefined || world === undefined) {
        // Remembered by a snapshot of somebody who ran it before.
        this.judgeAgain(id, END_OF_TIME);
        continue;
      }
      try {
        found.set(id, aheadOf(lane.track, world, now));
      } catch (error) {
        if (!(error instanceof RuleFault)) throw error;
        told = (await this.faults.stop(id, error, now)) || told;
      }
    }
    const findings = [...found].flatMap(([superviseeId, { episodes }]) =>
      episodes.length === 0 ? [] : [{ superviseeId, episodes, anew: null }],
    );
    told = (await this.alerts.write(findings, now)) || told;
    for (const id of ids) this.#wakes.delete(id);
    for (const [id, ahead] of found) this.#stand(id, this.#lanes.get(id), [], ahead);
    return { told, more: ids.length === AT_ONCE };
  }

  /** Writes what joined open alerts and has waited long enough; in these partitions also what has not. */
  async writeJoined(now: Instant, parts?: ReadonlyMap<number, unknown>): Promise<boolean> {
    const due: { superviseeId: SuperviseeId; lane: Lane; episodes: Episode[]; anew: null }[] = [];
    for (const [superviseeId, lane] of this.#lanes.joining()) {
      const all = parts?.has(partitionOf(superviseeId)) ?? false;
      const episodes = all ? [...lane.joining.values()] : joinedLongAgo(lane, now);
      if (episodes.length > 0) due.push({ superviseeId, lane, episodes, anew: null });
    }
    const told = await this.alerts.write(due, now);
    for (const { superviseeId, lane, episodes } of due) {
      this.#lanes.set(superviseeId, laneWritten(lane, episodes, now));
    }
    return told;
  }

  /** Writes what is remembered of partitions' lanes, and that everything below their cursors is judged. */
  async snapshot(holdings: readonly Holding[], now: Instant): Promise<void> {
    const cursors = new Map(holdings.map(({ part, cursor }) => [part, cursor]));
    await this.writeJoined(now, cursors);
    const dirty = this.#lanes.of(cursors.keys()).filter(([, lane]) => lane.dirty);
    const worlds = await this.desk.worlds.of(dirty.map(([id]) => id));
    const snapshots = dirty.flatMap(([superviseeId, { track }]) => {
      const arrival = cursors.get(partitionOf(superviseeId)) ?? '0';
      if (track.last === null) return [];
      const world = worlds.get(superviseeId);
      const wakesAt = world === undefined ? null : lookAhead(track, track.last[0], world).next;
      return [{ superviseeId, watermark: track.last[0], arrival, state: track, wakesAt }];
    });
    await this.desk.db.transaction(async (tx) => {
      await this.desk.lease.store.fence(tx, holdings);
      await new EngineSnapshotStore(tx, rulesVersion).add(snapshots, now);
      await this.desk.lease.store.advance(tx, holdings);
    });
    for (const [id, lane] of dirty) this.#lanes.set(id, { ...lane, dirty: false });
  }

  async adopt(holdings: readonly Holding[]): Promise<void> {
    const parts = holdings.map(({ part }) => part);
    for (const [id, at] of await new EngineSnapshotStore(this.desk.db, rulesVersion).wakes(parts)) {
      this.#wakes.setBy(id, at + SETTLE);
    }
    const stopped = await new EngineLaneStore(this.desk.db).stopped(parts);
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
    const asked = [...this.#again];
    const ours = asked.flatMap(([superviseeId, at]) => {
      const holding = this.desk.lease.held.get(partitionOf(superviseeId));
      if (holding === undefined) return [];
      if (!this.#isBefore(superviseeId, at)) return [{ superviseeId, at, holding }];
      // Nothing that was judged, but perhaps what is to come.
      this.#wakes.set(superviseeId, now);
      return [];
    });
    for (const [below, lanes] of groupedBy(ours, ({ holding }) => holding.cursor)) {
      for (const group of inGroups(lanes, AT_ONCE)) {
        told = (await this.#judge(await this.#rewound(group, below, now), now)) || told;
      }
    }
    // Only those: judging may have found that somebody has to be judged again.
    for (const [id, at] of asked) if (this.#again.get(id) === at) this.#again.delete(id);
    return told;
  }

  /** Nothing has been judged from that time on: there is nothing to be judged again. */
  #isBefore(id: SuperviseeId, at: Instant): boolean {
    const last = this.#lanes.get(id)?.track.last;
    return last !== undefined && (last === null || last[0] < at);
  }

  /** What is remembered of partitions that somebody else runs now is worth nothing. */
  forget(isOurs: (part: number) => boolean): void {
    this.#lanes.keep(isOurs);
    this.desk.numbers.lanes.set(this.#lanes.size);
  }
}
