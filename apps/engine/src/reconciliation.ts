import { hours, instant, minutes, partitionOf, type Instant, type SuperviseeId } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import {
  isGoingOn,
  nextTurn,
  orderEnding,
  orderUncovered,
  RuleFault,
  type AlertOnFile,
  type Episode,
  type KnownDevice,
  type ReconciledKind,
  type World,
} from '#libs/rules';
import { EngineReconciliationView } from '#libs/store';
import { Agenda } from './agenda.js';
import type { AlertWriter } from './alert-writer.js';
import type { Desk } from './desk.js';
import type { Faults } from './faults.js';

const EVERY = hours(1);
/** After a start wristbands get this long to be heard of again before anybody counts as not watched. */
const GRACE = minutes(2);
const AFTER_FAULT = minutes(1);
/** So that arrivals need not wait for a whole round. */
const AT_ONCE = 200;
const KINDS = ['order.ending', 'order.uncovered'] as const satisfies readonly ReconciledKind[];

interface Looked {
  readonly episodes: readonly Episode[];
  /** Of what goes on now, by what is on file and what was found. */
  readonly goingOn: ReadonlySet<AlertKind>;
}

/**
 * Device orders against wristbands, by the rows alone: everybody of our partitions every hour, and who was changed or is
 * awaited at once. Nothing that is remembered here is needed: a round that was not finished is begun again.
 */
export class Reconciliation {
  readonly #view: EngineReconciliationView;
  /** To be looked at before the next round. */
  readonly #soon = new Agenda<SuperviseeId>();
  /** Those who are not watched, by what is on file: news of them count at once. */
  readonly #awaited = new Set<SuperviseeId>();
  readonly #graceUntil: Instant;
  #roundAt = 0;
  /** How far the present round has come; null: none. */
  #after: string | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly faults: Faults,
    private readonly alerts: AlertWriter,
    startedAt: Instant,
  ) {
    this.#view = new EngineReconciliationView(desk.db);
    this.#graceUntil = instant(startedAt + GRACE);
  }

  /** Partitions came: a round begins at once. */
  adopt(): void {
    this.#roundAt = 0;
    this.#after = null;
  }

  forget(isOurs: (part: number) => boolean): void {
    for (const id of this.#awaited) if (!isOurs(partitionOf(id))) this.#awaited.delete(id);
  }

  /** Something about them was changed. */
  watch(ids: Iterable<SuperviseeId>, now: Instant): void {
    for (const id of ids) this.#soon.set(id, now);
  }

  /** They were heard of. */
  received(ids: Iterable<SuperviseeId>, now: Instant): void {
    for (const id of ids) if (this.#awaited.has(id)) this.#soon.setBy(id, now);
  }

  /** Looks at some. True when consoles have something to be told, and when there are more to be looked at. */
  async check(now: Instant): Promise<{ told: boolean; more: boolean }> {
    if (now < this.#graceUntil) return { told: false, more: false };
    const ids: SuperviseeId[] = [];
    for (const id of this.#soon.due(now)) if (ids.push(id) === AT_ONCE) break;
    // Should what follows fail.
    for (const id of ids) this.#soon.set(id, now);
    const told = await this.#look(
      ids.filter((id) => this.desk.lease.held.has(partitionOf(id))),
      now,
    );
    for (const id of ids) if (!this.desk.lease.held.has(partitionOf(id))) this.#soon.delete(id);
    const round = await this.#goOn(now);
    return { told: told || round.told, more: ids.length === AT_ONCE || round.more };
  }

  async #goOn(now: Instant): Promise<{ told: boolean; more: boolean }> {
    if (this.#after === null) {
      if (now - this.#roundAt < EVERY) return { told: false, more: false };
      this.#after = '0';
      this.#roundAt = now;
    }
    const parts = [...this.desk.lease.held.keys()];
    const ids = await this.#view.ordered(parts, this.#after, now, AT_ONCE);
    const told = await this.#look(ids, now);
    this.#after = ids.length === AT_ONCE ? (ids.at(-1) ?? null) : null;
    if (this.#after === null) this.desk.numbers.reconciled.set(now / 1_000);
    return { told, more: this.#after !== null };
  }

  async #look(ids: readonly SuperviseeId[], now: Instant): Promise<boolean> {
    if (ids.length === 0) return false;
    const worlds = await this.desk.worlds.of(ids);
    const [onFile, devices] = await Promise.all([this.#view.onFile(ids, KINDS), this.#view.devices(ids, now)]);
    const looked = new Map<SuperviseeId, Looked>();
    let told = false;
    for (const id of ids) {
      const world = worlds.get(id);
      if (world === undefined) {
        this.#soon.delete(id);
        continue;
      }
      try {
        looked.set(id, judged(world, onFile.get(id) ?? [], devices.get(id) ?? null, now));
      } catch (error) {
        if (!(error instanceof RuleFault)) throw error;
        this.#soon.set(id, now + AFTER_FAULT);
        told = (await this.faults.stop(id, error, now)) || told;
      }
    }
    const found = [...looked.values()].flatMap(({ episodes }) => episodes);
    told = (await this.alerts.file(found, now)) || told;
    for (const [id, { goingOn }] of looked) {
      this.#settle(id, worlds.get(id), goingOn, now);
      told = (await this.faults.resume(id, 'orders', now)) || told;
    }
    return told;
  }

  /** What goes on is looked at again when an order or a binding begins or ends. */
  #settle(id: SuperviseeId, world: World | undefined, goingOn: ReadonlySet<AlertKind>, now: Instant): void {
    if (goingOn.has('order.uncovered')) this.#awaited.add(id);
    else this.#awaited.delete(id);
    const next = world === undefined || goingOn.size === 0 ? undefined : nextTurn(world, now);
    if (next === undefined) this.#soon.delete(id);
    else this.#soon.set(id, next);
  }
}

function judged(
  world: World,
  onFile: readonly (AlertOnFile & { readonly kind: ReconciledKind })[],
  device: KnownDevice | null,
  now: Instant,
): Looked {
  const of = (kind: ReconciledKind) => onFile.filter((one) => one.kind === kind);
  const episodes = [
    ...guarded('order.ending', () => orderEnding(world, of('order.ending'), now)),
    ...guarded('order.uncovered', () => orderUncovered(world, device, of('order.uncovered'), now)),
  ];
  const nameOf = ({ kind, startedAt }: Pick<Episode, 'kind' | 'startedAt'>): string => `${kind} ${startedAt}`;
  const found = new Set(episodes.map(nameOf));
  const standing = [...episodes, ...onFile.filter((one) => !found.has(nameOf(one)))].filter(isGoingOn);
  return { episodes, goingOn: new Set(standing.map(({ kind }) => kind)) };
}

function guarded<Found>(kind: ReconciledKind, work: () => Found): Found {
  try {
    return work();
  } catch (cause) {
    throw new RuleFault(kind, null, { cause });
  }
}
