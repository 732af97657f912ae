import { Logger } from '@nestjs/common';
import { DomainError, groupedBy, instant, partitionOf, type Instant, type SuperviseeId } from '#libs/kernel';
import type { Hints } from '#libs/queue';
import { ArrivalReader, type PostgresDatabase, type StoredRecord } from '#libs/store';
import { AlertWriter } from './alert-writer.js';
import { Endings } from './endings.js';
import { Faults } from './faults.js';
import { ForbiddenContacts } from './forbidden-contacts.js';
import { Gatherings } from './gatherings.js';
import { inGroups } from './in-groups.js';
import { Lanes } from './lanes.js';
import { Lease, type Holding } from './lease.js';
import type { EngineNumbers } from './numbers.js';
import { LostContact } from './lost-contact.js';
import { Reconciliation } from './reconciliation.js';
import { Silences } from './silences.js';
import { Worlds } from './worlds.js';

const SNAPSHOT_EVERY_MS = 60_000;
const REMEMBERED_AT_ONCE = 8;
const CHECK_EVERY_MS = 1_000;
const END_EVERY_MS = 5_000;

/** One turn after the other: what was changed, what arrived, who is silent, what to remember. */
export class Engine {
  readonly lease: Lease;
  /** When the last turn went well (epoch ms). */
  turnedAt = 0;
  /** Everything received until then is judged (epoch ms). */
  judgedTo: number;
  readonly #worlds: Worlds;
  readonly #lanes: Lanes;
  readonly #silences: Silences;
  readonly #reconciliation: Reconciliation;
  readonly #contact: LostContact;
  readonly #forbidden: ForbiddenContacts;
  readonly #gatherings: Gatherings;
  readonly #endings: Endings;
  readonly #faults: Faults;
  readonly #reader: ArrivalReader;
  readonly #logger = new Logger('engine');
  /** Changes of the world are read from here on; undefined before the first partition. */
  #changesFrom: string | undefined;
  #checkedAt = 0;
  #endedAt = 0;
  #snapshotAt: number;
  /** Whether all that had arrived was read since the last partition came. */
  #caughtUp = false;
  /** Partitions whose turn it is to be written down. */
  #toRemember: number[] = [];

  constructor(
    name: string,
    db: PostgresDatabase,
    private readonly hints: Hints,
    private readonly numbers: EngineNumbers,
    startedAt: Instant = instant(Date.now()),
  ) {
    this.lease = new Lease(db, name);
    this.#worlds = new Worlds(db);
    const desk = { db, lease: this.lease, worlds: this.#worlds, numbers };
    this.#faults = new Faults(desk);
    const alerts = new AlertWriter(desk);
    this.#endings = new Endings(desk, alerts);
    this.#lanes = new Lanes(desk, this.#faults, alerts);
    this.#silences = new Silences(desk, this.#faults, alerts, startedAt);
    this.#reconciliation = new Reconciliation(desk, this.#faults, alerts, startedAt);
    this.#contact = new LostContact(desk, this.#faults, alerts);
    this.#forbidden = new ForbiddenContacts(desk, this.#faults, alerts);
    this.#gatherings = new Gatherings(desk, this.#faults, alerts);
    this.#reader = new ArrivalReader(db);
    this.#snapshotAt = startedAt;
    this.judgedTo = startedAt;
  }

  /** True when there is more to be done at once. */
  async turn(now: Instant): Promise<boolean> {
    try {
      return await this.#turn(now);
    } catch (error) {
      this.numbers.lostTurns.inc();
      // What is in memory may be ahead of what was written. What is written is enough to begin again.
      this.#lanes.forget(() => false);
      if (!(error instanceof DomainError && error.code === 'partition.lost')) throw error;
      this.#logger.warn('a partition was taken over', error.facts);
      this.lease.lose(Number(error.facts['part']));
      return true;
    }
  }

  async #turn(now: Instant): Promise<boolean> {
    await this.#takeOver(now);
    const changed = await this.#takeChanges(now);
    const { told, more } = await this.#takeArrivals(now);
    // What has arrived comes first: only then is it known what stands on a second look.
    this.#caughtUp ||= !more;
    const rest = this.#caughtUp ? await this.#takeStock(now, changed) : { told: false, more };
    const joined = await this.#lanes.writeJoined(now);
    await this.#rememberSome(now);
    await this.#giveUp(now);
    if (told || rest.told || joined) this.hints.tell('feed-grown');
    this.turnedAt = now;
    return more || rest.more;
  }

  async #takeStock(now: Instant, changed: boolean): Promise<{ told: boolean; more: boolean }> {
    const woken = await this.#lanes.wake(now);
    const caughtUp = await this.#lanes.catchUp(now);
    let told = caughtUp || woken.told;
    if (changed || now - this.#endedAt >= END_EVERY_MS) {
      told = (await this.#endings.check(now)) || told;
      this.#endedAt = now;
    }
    if (!changed && now - this.#checkedAt < CHECK_EVERY_MS) return { told, more: woken.more };
    const silent = await this.#silences.check(now);
    const reconciled = await this.#reconciliation.check(now);
    const lost = await this.#contact.check(now);
    const met = await this.#forbidden.check(now);
    const together = await this.#gatherings.check(now);
    const more = silent.more || reconciled.more || met.more || together.more;
    if (!more) this.#checkedAt = now;
    return {
      told: told || silent.told || reconciled.told || lost || met.told || together.told,
      more: more || woken.more,
    };
  }

  /** A few partitions in each turn, so that nobody waits for all of them. */
  async #rememberSome(now: Instant): Promise<void> {
    if (now - this.#snapshotAt >= SNAPSHOT_EVERY_MS) {
      this.#toRemember = [...this.lease.held.keys()];
      this.#snapshotAt = now;
    }
    const some = this.#toRemember.splice(0, REMEMBERED_AT_ONCE).flatMap((part) => this.lease.held.get(part) ?? []);
    if (some.length > 0) await this.#lanes.snapshot(some, now);
  }

  /** Writes down what is remembered of every partition. */
  async remember(now: Instant): Promise<void> {
    for (const some of inGroups([...this.lease.held.values()], REMEMBERED_AT_ONCE)) {
      await this.#lanes.snapshot(some, now);
    }
    this.#snapshotAt = now;
  }

  async #takeOver(now: Instant): Promise<void> {
    const { lost, gained } = this.lease.changes();
    this.numbers.partitions.set(this.lease.held.size);
    const anew = new Set([...lost, ...gained.map(({ part }) => part)]);
    if (anew.size === 0) return;
    this.#lanes.forget((part) => !anew.has(part));
    this.#faults.forget((id) => !anew.has(partitionOf(id)));
    this.#silences.forget((part) => !anew.has(part));
    this.#reconciliation.forget((part) => !anew.has(part));
    this.#forbidden.adopt();
    this.#gatherings.adopt();
    if (gained.length === 0) return;
    this.#caughtUp = false;
    const from = gained.map(({ cursor }) => BigInt(cursor));
    this.#changesFrom = String(least([...from, ...(this.#changesFrom ? [BigInt(this.#changesFrom)] : [])]));
    try {
      await this.#silences.adopt(gained, now);
      await this.#lanes.adopt(gained);
      this.#reconciliation.adopt();
      this.#contact.adopt();
    } catch (error) {
      // Not renewed any more, they are free again when their lease is over.
      for (const { part } of gained) this.lease.lose(part);
      throw error;
    }
  }

  /** True when the world of somebody of ours is another one. */
  async #takeChanges(now: Instant): Promise<boolean> {
    if (this.#changesFrom === undefined) return false;
    const { changes, next } = await this.#worlds.changes(this.#changesFrom);
    const since = new Map<SuperviseeId, Instant>();
    for (const change of changes) {
      for (const id of this.#worlds.concerned(change)) {
        since.set(id, instant(Math.min(change.at, since.get(id) ?? Infinity)));
      }
    }
    this.#worlds.forget(since.keys());
    const ours = [...since].filter(([id]) => this.lease.held.has(partitionOf(id)));
    await this.#silences.watch(
      ours.map(([id]) => id),
      now,
    );
    this.#reconciliation.watch(
      ours.map(([id]) => id),
      now,
    );
    for (const [id, at] of ours) this.#lanes.judgeAgain(id, at);
    this.#changesFrom = next;
    return ours.length > 0;
  }

  /** Partitions that stand at the same arrival are read together; those that lag behind catch up with the others. */
  async #takeArrivals(now: Instant): Promise<{ told: boolean; more: boolean }> {
    const groups = groupedBy(this.lease.held.values(), ({ cursor }) => cursor);
    const inOrder = [...groups].sort(([a], [b]) => (BigInt(a) < BigInt(b) ? 1 : -1));
    let [told, more, received] = [false, false, now];
    let target: bigint | undefined;
    for (const [cursor, holdings] of inOrder) {
      const parts = holdings.map(({ part }) => part);
      const arrivals = await this.#reader.read(cursor, parts);
      const limit = target;
      const reached = limit === undefined || BigInt(arrivals.next) < limit ? BigInt(arrivals.next) : limit;
      const { records: all } = arrivals;
      const records = limit === undefined ? all : all.filter((record) => BigInt(record.arrival) < reached);
      told = (await this.#judge(records, String(reached), now)) || told;
      for (const holding of holdings) holding.cursor = String(reached);
      received = records.reduce((first, { receivedAt }) => (receivedAt < first ? receivedAt : first), received);
      more ||= arrivals.more;
      target ??= reached;
    }
    this.numbers.lag.set((now - received) / 1_000);
    this.judgedTo = more ? received : now;
    return { told, more };
  }

  async #judge(records: readonly StoredRecord[], below: string, now: Instant): Promise<boolean> {
    if (records.length === 0) return false;
    const fresh = groupedBy(records, (record) => record.superviseeId);
    const judged = await this.#lanes.take(fresh, below, now);
    const heard = await this.#silences.received(fresh, now);
    this.#reconciliation.received(fresh.keys(), now);
    this.numbers.records.inc(records.length);
    return judged || heard;
  }

  /** Others have begun to help: they get what is beyond our share, with what we remember of it. */
  async #giveUp(now: Instant): Promise<void> {
    const surplus: Holding[] = this.lease.surplus();
    if (surplus.length > 0) await this.#lanes.snapshot(surplus, now);
    await this.lease.release(surplus);
  }
}

const least = (values: readonly bigint[]): bigint => values.reduce((a, b) => (a < b ? a : b));
