import { before, hours, partitionOf, type Instant, type SuperviseeId } from '#libs/kernel';
import { isSignOfLife } from '#libs/protocol';
import {
  endOfSilence,
  episodeId,
  explainsSilence,
  releasedFromSilence,
  RuleFault,
  silence,
  type End,
  type Observation,
  type World,
} from '#libs/rules';
import { EngineSilenceView } from '#libs/store';
import { Agenda } from './agenda.js';
import type { AlertWriter } from './alert-writer.js';
import type { Desk } from './desk.js';
import type { Faults } from './faults.js';
import type { Holding } from './lease.js';
import { awaited, expectedOf, goingOn, newer, nextLook, type Silence, type Watch } from './watch.js';

/** After a start wristbands get this long to connect again before their silence is theirs. */
const GRACE_MS = 30_000;
/** When to look again at what could not be judged. */
const AGAIN_MS = 1_000;
const AFTER_FAULT_MS = 60_000;
/** Backlogs that come later than this explain nothing any more. */
const EXPLAINED_FOR = hours(24);
/** When a whole region falls silent, open straps must not wait until all of it is written. */
const AT_ONCE = 200;

interface Due {
  readonly id: SuperviseeId;
  readonly world: World;
  readonly watch: Watch;
}

/** Who should be heard of, and is not. Everything here is time of receipt. */
export class Silences {
  readonly #watches = new Map<SuperviseeId, Watch>();
  /** When to look at whom: not at everybody all the time. A record does not touch it, it only moves a deadline away. */
  readonly #agenda = new Agenda<SuperviseeId>();
  readonly #view: EngineSilenceView;
  readonly #graceUntil: number;

  constructor(
    private readonly desk: Desk,
    private readonly faults: Faults,
    private readonly alerts: AlertWriter,
    startedAt: Instant,
  ) {
    this.#graceUntil = startedAt + GRACE_MS;
    this.#view = new EngineSilenceView(desk.db);
  }

  async adopt(holdings: readonly Holding[], now: Instant): Promise<void> {
    const parts = holdings.map(({ part }) => part);
    const filed = await this.#view.onFile(parts, before(now, EXPLAINED_FOR));
    const silent = filed.filter((one) => one.ended === null).map((one) => one.superviseeId);
    await this.watch([...(await this.#view.watched(parts, now)), ...silent], now);
    for (const { alertId, ...rest } of filed) {
      const watch = this.#watches.get(rest.superviseeId);
      if (watch !== undefined && watch.last?.ended !== null) watch.last = { id: alertId, ...rest };
    }
  }

  forget(isOurs: (part: number) => boolean): void {
    for (const id of this.#watches.keys()) {
      if (isOurs(partitionOf(id))) continue;
      this.#watches.delete(id);
      this.#agenda.delete(id);
    }
  }

  /** From now on these are waited for, as far as they have to report. */
  async watch(ids: readonly SuperviseeId[], now: Instant): Promise<void> {
    if (ids.length === 0) return;
    await this.desk.worlds.of(ids);
    const receipts = await this.#view.lastReceipts(ids, now);
    for (const id of ids) {
      const known = this.#watches.get(id);
      const lastReceivedAt = receipts.get(id) ?? null;
      if (known) known.lastReceivedAt = newer(known.lastReceivedAt, lastReceivedAt);
      else this.#watches.set(id, { lastReceivedAt, last: null, over: null });
      this.#agenda.set(id, now);
    }
  }

  /** Somebody was heard of. True when consoles have something to be told. */
  async received(fresh: ReadonlyMap<SuperviseeId, readonly Observation[]>, now: Instant): Promise<boolean> {
    let told = false;
    const ends: { watch: Watch; silence: Silence; end: End }[] = [];
    for (const [id, all] of fresh) {
      const watch = this.#watches.get(id);
      const records = all.filter(isSignOfLife);
      if (watch === undefined || records.length === 0) continue;
      const last = goingOn(watch);
      const end = last && endOfSilence(last.since, records);
      if (last && end) ends.push({ watch, silence: last, end });
      else if (watch.last?.ended) told = (await this.#explain(watch, watch.last, records, now)) || told;
      for (const { receivedAt } of records) watch.lastReceivedAt = newer(watch.lastReceivedAt, receivedAt);
      if (end || !this.#agenda.has(id)) this.#agenda.set(id, now);
    }
    return (await this.#end(ends, now)) || told;
  }

  async #explain(watch: Watch, last: Silence, records: readonly Observation[], now: Instant): Promise<boolean> {
    const { since, ended } = last;
    if (ended?.reason !== 'reported' || !explainsSilence(since, ended.at, records)) return false;
    const told = await this.alerts.explain(last, since, now);
    watch.last = { ...last, ended: { at: ended.at, reason: 'backlog' } };
    return told;
  }

  /** Raises what is silent beyond its time, ends what nobody waits for any more: some of it, when there is a lot. */
  async check(now: Instant): Promise<{ told: boolean; more: boolean }> {
    const ids: SuperviseeId[] = [];
    for (const id of this.#agenda.due(now)) if (ids.push(id) === AT_ONCE) break;
    // Should what follows fail.
    for (const id of ids) this.#agenda.set(id, now + AGAIN_MS);
    const { due, told: faults } = await this.#judgeable(ids, now);
    const released = await this.#release(due, now);
    const raised = await this.#raise(
      due.filter((one) => this.#isDue(one, now)),
      now,
    );
    let told = faults || released || raised;
    for (const { id, world, watch } of due) {
      const next = nextLook(world, watch, this.#graceUntil, now);
      if (next === undefined) this.#agenda.delete(id);
      else this.#agenda.set(id, next);
      told = (await this.faults.resume(id, 'silence', now)) || told;
    }
    return { told, more: ids.length === AT_ONCE };
  }

  /** A rule that throws stops the wait for one, and no other. */
  async #judgeable(ids: readonly SuperviseeId[], now: Instant): Promise<{ due: Due[]; told: boolean }> {
    const worlds = await this.desk.worlds.of(ids);
    const due: Due[] = [];
    let told = false;
    for (const id of ids) {
      const [world, watch] = [worlds.get(id), this.#watches.get(id)];
      if (world === undefined || watch === undefined) {
        this.#agenda.delete(id);
        continue;
      }
      try {
        expectedOf(world, watch, now);
        due.push({ id, world, watch });
      } catch (error) {
        if (!(error instanceof RuleFault)) throw error;
        this.#agenda.set(id, now + AFTER_FAULT_MS);
        told = (await this.faults.stop(id, error, now)) || told;
      }
    }
    return { due, told };
  }

  async #release(due: readonly Due[], now: Instant): Promise<boolean> {
    const released = due.flatMap(({ world, watch }) => {
      const last = goingOn(watch);
      const end = last && releasedFromSilence(world, last, now);
      return last && end ? [{ watch, silence: last, end }] : [];
    });
    return this.#end(released, now);
  }

  #isDue({ world, watch }: Due, now: Instant): boolean {
    const found = awaited(world, watch, now);
    return found !== undefined && now > Math.max(found.deadline, this.#graceUntil);
  }

  /** What is stored counts, not what we have read of it so far. */
  async #raise(silent: readonly Due[], now: Instant): Promise<boolean> {
    if (silent.length === 0) return false;
    const stored = await this.#view.lastReceipts(
      silent.map(({ id }) => id),
      now,
    );
    for (const { id, watch } of silent) watch.lastReceivedAt = newer(watch.lastReceivedAt, stored.get(id) ?? null);
    const still = silent.flatMap((one) => {
      const found = this.#isDue(one, now) ? awaited(one.world, one.watch, now) : undefined;
      return found === undefined ? [] : [{ ...one, found }];
    });
    const ordered = still.map(({ id, found }) => ({ superviseeId: id, at: found.order.from }));
    const batteries = await this.#view.batteries(ordered);
    const raised = still.map(({ id, world, watch, found }) => {
      const known = { lastReceivedAt: watch.lastReceivedAt, battery: batteries.get(id) ?? null };
      return { id, watch, found, episode: silence(world, found, known, now) };
    });
    const opened = await this.alerts.open(
      raised.map(({ episode }) => episode),
      now,
    );
    for (const { id, watch, found, episode } of raised) {
      const alert = opened.get(episodeId(episode));
      const { since, deviceId } = found;
      if (alert === undefined) await this.#recall(id, watch, since, now);
      else watch.last = { id: alert, superviseeId: id, since, deviceId, ended: null };
    }
    return opened.size > 0;
  }

  /** It is on file: raised in a transaction whose commit we did not hear of, or over. */
  async #recall(id: SuperviseeId, watch: Watch, since: Instant, now: Instant): Promise<void> {
    const filed = await this.#view.onFile([partitionOf(id)], before(now, EXPLAINED_FOR));
    const found = filed.find((one) => one.superviseeId === id && one.since === since);
    if (found)
      watch.last = { id: found.alertId, superviseeId: id, since, deviceId: found.deviceId, ended: found.ended };
    watch.over = since;
  }

  async #end(ends: readonly { watch: Watch; silence: Silence; end: End }[], now: Instant): Promise<boolean> {
    if (ends.length === 0) return false;
    const told = await this.alerts.end(
      ends.map(({ silence: { id, superviseeId }, end }) => ({ id, superviseeId, end })),
      now,
    );
    for (const { watch, silence: last, end } of ends) watch.last = { ...last, ended: end };
    return told;
  }
}
