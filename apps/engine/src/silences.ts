import { before, hours, instant, partitionOf, type Instant, type SuperviseeId } from '#libs/kernel';
import {
  endOfSilence,
  expectedAt,
  explainsSilence,
  nextTurn,
  releasedFromSilence,
  RuleFault,
  silence,
  type End,
  type Expected,
  type Observation,
  type SilenceOnFile,
  type World,
} from '#libs/rules';
import { EngineSilenceView } from '#libs/store';
import { Agenda } from './agenda.js';
import type { AlertOf, AlertWriter } from './alert-writer.js';
import type { Desk } from './desk.js';
import type { Faults } from './faults.js';
import type { Holding } from './lease.js';

/** After a start wristbands get this long to connect again before their silence is theirs. */
const GRACE_MS = 30_000;
/** When to look again at what could not be judged. */
const AGAIN_MS = 1_000;
const AFTER_FAULT_MS = 60_000;
/** Backlogs older than this explain nothing any more. */
const EXPLAINED_FOR = hours(24);

interface Silence extends SilenceOnFile, AlertOf {
  readonly ended: End | null;
}
interface Watch {
  lastReceivedAt: Instant | null;
  /** The last silence on file. */
  last: Silence | null;
  /** The beginning of a silence that is over: it is not raised twice. */
  over: Instant | null;
}

/** Who should be heard of, and is not. Everything here is time of receipt. */
export class Silences {
  readonly #watches = new Map<SuperviseeId, Watch>();
  /** When to look at whom: not at everybody all the time. A record does not touch it, it only moves a deadline away. */
  readonly #agenda = new Agenda<SuperviseeId>();
  readonly #view: EngineSilenceView;

  constructor(
    private readonly desk: Desk,
    private readonly faults: Faults,
    private readonly alerts: AlertWriter,
    private readonly startedAt: Instant,
  ) {
    this.#view = new EngineSilenceView(desk.db);
  }

  async adopt(holdings: readonly Holding[], now: Instant): Promise<void> {
    const parts = holdings.map(({ part }) => part);
    const filed = await this.#view.onFile(parts, before(now, EXPLAINED_FOR));
    const goingOn = filed.filter((one) => one.ended === null).map((one) => one.superviseeId);
    await this.watch([...(await this.#view.watched(parts, now)), ...goingOn], now);
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
  async received(id: SuperviseeId, records: readonly Observation[], now: Instant): Promise<boolean> {
    const watch = this.#watches.get(id);
    if (watch === undefined) return false;
    const told = watch.last ? await this.#heard(watch, watch.last, records, now) : false;
    for (const { receivedAt } of records) watch.lastReceivedAt = newer(watch.lastReceivedAt, receivedAt);
    if (told || !this.#agenda.has(id)) this.#agenda.set(id, now);
    return told;
  }

  async #heard(watch: Watch, last: Silence, records: readonly Observation[], now: Instant): Promise<boolean> {
    if (last.ended === null) {
      const end = endOfSilence(last.since, records);
      return end ? this.#end(watch, last, end, now) : false;
    }
    if (last.ended.reason !== 'reported' || !explainsSilence(last.since, last.ended.at, records)) return false;
    const told = await this.alerts.explain(last, last.since, now);
    watch.last = { ...last, ended: { at: last.ended.at, reason: 'backlog' } };
    return told;
  }

  /** Raises what is silent beyond its time, ends what nobody waits for any more. */
  async check(now: Instant): Promise<boolean> {
    let told = false;
    for (const id of this.#agenda.due(now)) {
      this.#agenda.set(id, now + AGAIN_MS);
      const watch = this.#watches.get(id);
      if (watch !== undefined) told = (await this.#look(id, watch, now)) || told;
      else this.#agenda.delete(id);
    }
    return told;
  }

  async #look(id: SuperviseeId, watch: Watch, now: Instant): Promise<boolean> {
    const world = await this.desk.worlds.get(id);
    try {
      const released = watch.last?.ended === null ? await this.#release(watch, watch.last, world, now) : false;
      const raised = watch.last?.ended === null ? false : await this.#raise(id, world, watch, now);
      const next = this.#nextLook(world, watch, now);
      if (next === undefined) this.#agenda.delete(id);
      else this.#agenda.set(id, next);
      const resumed = await this.faults.resume(id, 'silence', now);
      return released || raised || resumed;
    } catch (error) {
      if (!(error instanceof RuleFault)) throw error;
      this.#agenda.set(id, now + AFTER_FAULT_MS);
      return this.faults.stop(id, error, now);
    }
  }

  #nextLook(world: World, watch: Watch, now: Instant): Instant | undefined {
    const turn = nextTurn(world, now);
    const due = watch.last?.ended === null ? undefined : this.#dueAt(this.#expected(world, watch, now), watch);
    if (due === undefined) return turn;
    return instant(Math.max(now + 1, Math.min(due + 1, turn ?? Infinity)));
  }

  #expected(world: World, { lastReceivedAt }: Watch, now: Instant): Expected | undefined {
    try {
      return expectedAt(world, lastReceivedAt, now);
    } catch (cause) {
      throw new RuleFault('device.silent', null, { cause });
    }
  }

  /** Silence is raised after this; undefined when it is on file, or nobody has to report. */
  #dueAt(expected: Expected | undefined, { last, over }: Watch): number | undefined {
    if (expected === undefined || expected.since === over || expected.since === last?.since) return undefined;
    return Math.max(expected.deadline, this.startedAt + GRACE_MS);
  }

  #isDue(expected: Expected | undefined, watch: Watch, now: Instant): expected is Expected {
    const due = this.#dueAt(expected, watch);
    return due !== undefined && now > due;
  }

  /** What is stored counts, not what we have read of it so far. */
  async #raise(id: SuperviseeId, world: World, watch: Watch, now: Instant): Promise<boolean> {
    if (!this.#isDue(this.#expected(world, watch, now), watch, now)) return false;
    const stored = (await this.#view.lastReceipts([id], now)).get(id) ?? null;
    watch.lastReceivedAt = newer(watch.lastReceivedAt, stored);
    const expected = this.#expected(world, watch, now);
    if (!this.#isDue(expected, watch, now)) return false;
    const battery = await this.#view.battery(id, expected.order.from);
    const episode = silence(world, expected, { lastReceivedAt: watch.lastReceivedAt, battery }, now);
    const alertId = await this.alerts.open(episode, now);
    if (alertId === undefined) return this.#recall(id, watch, expected.since, now);
    watch.last = { id: alertId, superviseeId: id, since: expected.since, deviceId: expected.deviceId, ended: null };
    return true;
  }

  /** It is on file: raised in a transaction whose commit we did not hear of, or over. */
  async #recall(id: SuperviseeId, watch: Watch, since: Instant, now: Instant): Promise<false> {
    const filed = await this.#view.onFile([partitionOf(id)], before(now, EXPLAINED_FOR));
    const found = filed.find((one) => one.superviseeId === id && one.since === since);
    if (found)
      watch.last = { id: found.alertId, superviseeId: id, since, deviceId: found.deviceId, ended: found.ended };
    watch.over = since;
    return false;
  }

  async #release(watch: Watch, last: Silence, world: World, now: Instant): Promise<boolean> {
    const end = releasedFromSilence(world, last, now);
    return end ? this.#end(watch, last, end, now) : false;
  }

  async #end(watch: Watch, last: Silence, end: End, now: Instant): Promise<boolean> {
    const told = await this.alerts.end(last, end, now);
    watch.last = { ...last, ended: end };
    return told;
  }
}

const newer = (a: Instant | null, b: Instant | null): Instant | null => (a === null || (b !== null && b > a) ? b : a);
