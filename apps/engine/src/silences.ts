import { partitionOf, type AlertId, type Instant, type SuperviseeId } from '#libs/kernel';
import {
  endOfSilence,
  expectedAt,
  releasedFromSilence,
  silence,
  type End,
  type Observation,
  type World,
} from '#libs/rules';
import { AlertStore, EngineSilenceView, type PostgresDatabase } from '#libs/store';
import { JournalOfAlerts } from './journal-of-alerts.js';
import type { Holding, Lease } from './lease.js';
import type { EngineNumbers } from './numbers.js';
import type { Worlds } from './worlds.js';

/** After a start wristbands get this long to connect again before their silence is theirs. */
const GRACE_MS = 30_000;

interface Watch {
  lastReceivedAt: Instant | null;
  /** The silence on file that goes on. */
  alert: { readonly id: AlertId; readonly since: Instant } | null;
  /** The beginning of a silence that is on file and over: it is not raised twice. */
  over: Instant | null;
}

/** Who should be heard of, and is not. Everything here is time of receipt. */
export class Silences {
  readonly #watches = new Map<SuperviseeId, Watch>();
  readonly #view: EngineSilenceView;

  constructor(
    private readonly db: PostgresDatabase,
    private readonly lease: Lease,
    private readonly worlds: Worlds,
    private readonly numbers: EngineNumbers,
    private readonly startedAt: Instant,
  ) {
    this.#view = new EngineSilenceView(db);
  }

  async adopt(holdings: readonly Holding[], now: Instant): Promise<void> {
    const parts = holdings.map(({ part }) => part);
    const open = await this.#view.open(parts);
    await this.watch([...(await this.#view.watched(parts, now)), ...open.map((one) => one.superviseeId)], now);
    for (const { superviseeId, alertId, since } of open) {
      const watch = this.#watches.get(superviseeId);
      if (watch) watch.alert = { id: alertId, since };
    }
  }

  forget(isOurs: (part: number) => boolean): void {
    for (const id of this.#watches.keys()) if (!isOurs(partitionOf(id))) this.#watches.delete(id);
  }

  /** From now on these are waited for, as far as they have to report. */
  async watch(ids: readonly SuperviseeId[], now: Instant): Promise<void> {
    await this.worlds.of(ids);
    const receipts = await this.#view.lastReceipts(ids, now);
    for (const id of ids) {
      const known = this.#watches.get(id);
      const lastReceivedAt = receipts.get(id) ?? null;
      if (known) known.lastReceivedAt = newer(known.lastReceivedAt, lastReceivedAt);
      else this.#watches.set(id, { lastReceivedAt, alert: null, over: null });
    }
  }

  /** Somebody was heard of. True when consoles have something to be told. */
  async received(id: SuperviseeId, records: readonly Observation[], now: Instant): Promise<boolean> {
    const watch = this.#watches.get(id);
    if (watch === undefined) return false;
    const end = watch.alert && endOfSilence(watch.alert.since, records);
    const told = end ? await this.#end(id, watch, end, now) : false;
    for (const { receivedAt } of records) watch.lastReceivedAt = newer(watch.lastReceivedAt, receivedAt);
    return told;
  }

  /** Raises what is silent beyond its time, ends what nobody waits for any more. */
  async check(now: Instant): Promise<boolean> {
    const worlds = await this.worlds.of([...this.#watches.keys()]);
    let told = false;
    for (const [id, watch] of this.#watches) {
      const world = worlds.get(id);
      if (world === undefined) continue;
      if (watch.alert) {
        const end = releasedFromSilence(world, now);
        if (end) told = (await this.#end(id, watch, end, now)) || told;
      } else if (this.#isDue(world, watch, now)) {
        told = (await this.#raise(id, world, watch, now)) || told;
      }
    }
    return told;
  }

  #isDue(world: World, watch: Watch, now: Instant): boolean {
    const expected = expectedAt(world, watch.lastReceivedAt, now);
    if (expected === undefined || expected.since === watch.over) return false;
    return now > Math.max(expected.deadline, this.startedAt + GRACE_MS);
  }

  /** What is stored counts, not what we have read of it so far. */
  async #raise(id: SuperviseeId, world: World, watch: Watch, now: Instant): Promise<boolean> {
    const stored = (await this.#view.lastReceipts([id], now)).get(id) ?? null;
    const lastReceivedAt = newer(watch.lastReceivedAt, stored);
    watch.lastReceivedAt = lastReceivedAt;
    const expected = expectedAt(world, lastReceivedAt, now);
    if (expected === undefined || !this.#isDue(world, watch, now)) return false;
    const battery = await this.#view.battery(id, expected.order.from);
    const episode = silence(world, expected, { lastReceivedAt, battery }, now);
    const alertId = await this.db.transaction(async (tx) => {
      await this.lease.store.fence(tx, this.lease.of(id));
      const journal = new JournalOfAlerts(tx, now);
      const opened = await journal.open(episode);
      await journal.write();
      return opened;
    });
    if (alertId === undefined) return this.#recall(id, watch, expected.since);
    watch.alert = { id: alertId, since: expected.since };
    this.numbers.raised.inc({ kind: 'device.silent' });
    return true;
  }

  /** It is on file: raised in a transaction whose commit we did not hear of, or over. */
  async #recall(id: SuperviseeId, watch: Watch, since: Instant): Promise<false> {
    const open = (await this.#view.open([partitionOf(id)])).find((one) => one.superviseeId === id);
    if (open) watch.alert = { id: open.alertId, since: open.since };
    else watch.over = since;
    return false;
  }

  async #end(id: SuperviseeId, watch: Watch, end: End, now: Instant): Promise<boolean> {
    const { alert } = watch;
    if (alert === null) return false;
    const told = await this.db.transaction(async (tx) => {
      await this.lease.store.fence(tx, this.lease.of(id));
      const division = await new AlertStore(tx).end(alert.id, end);
      const journal = new JournalOfAlerts(tx, now);
      if (division !== undefined) journal.noteEnd(alert.id, division, id, end.reason);
      return journal.write();
    });
    watch.alert = null;
    watch.over = alert.since;
    return told;
  }
}

const newer = (a: Instant | null, b: Instant | null): Instant | null => (a === null || (b !== null && b > a) ? b : a);
