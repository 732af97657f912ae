import { PARTITIONS, partitionOf, type SuperviseeId } from '#libs/kernel';
import { EnginePartitionStore, type Database, type HeldPartition } from '#libs/store';

/** How long a partition stays ours without a renewal; a dead engine's are taken over after it. */
export const LEASE_MS = 6_000;

/** A partition that we run, and how far it has been read. */
export interface Holding extends HeldPartition {
  cursor: string;
}

/** Which partitions are ours. Renewed by its own timer; what changed is taken up between two turns of the engine. */
export class Lease {
  readonly store: EnginePartitionStore;
  readonly held = new Map<number, Holding>();
  #gained: Holding[] = [];
  #lost: number[] = [];
  #share = PARTITIONS;
  #renewedAt = 0;
  #beating: Promise<void> = Promise.resolve();

  constructor(db: Database, name: string) {
    this.store = new EnginePartitionStore(db, name, LEASE_MS);
  }

  /** Whether the database has confirmed what we hold, not longer ago than a lease lasts. */
  isFresh(now: number): boolean {
    return now - this.#renewedAt < LEASE_MS && this.held.size > 0;
  }

  /** What a supervisee's writes are fenced with; one that no write passes with when the partition is not ours. */
  of(id: SuperviseeId): Holding {
    return this.ofPart(partitionOf(id));
  }

  ofPart(part: number): Holding {
    return this.held.get(part) ?? { part, epoch: '-1', cursor: '0' };
  }

  /** Renews, gives up what is lost, takes what is free up to our share. Never two at once. */
  beat(now: number): Promise<void> {
    this.#beating = this.#beating.catch(() => undefined).then(() => this.#beat(now));
    return this.#beating;
  }

  async #beat(now: number): Promise<void> {
    const members = await this.store.attend();
    this.#share = Math.ceil(PARTITIONS / Math.max(1, members));
    const mine = [...this.held.values(), ...this.#gained];
    const still = mine.length === 0 ? new Set<number>() : await this.store.renew(mine);
    for (const { part } of mine) if (!still.has(part)) this.lose(part);
    const wanted = this.#share - this.held.size - this.#gained.length;
    const claimed = wanted > 0 ? await this.store.claim(wanted) : [];
    this.#gained.push(...claimed.map(({ part, epoch, arrival }) => ({ part, epoch, cursor: arrival })));
    this.#renewedAt = now;
  }

  lose(part: number): void {
    this.held.delete(part);
    this.#gained = this.#gained.filter((holding) => holding.part !== part);
    this.#lost.push(part);
  }

  /** Partitions that became ours since the last call, and are held from now on; those that were lost come first. */
  changes(): { readonly lost: readonly number[]; readonly gained: readonly Holding[] } {
    const [lost, gained] = [this.#lost, this.#gained];
    this.#lost = [];
    this.#gained = [];
    for (const holding of gained) this.held.set(holding.part, holding);
    return { lost, gained };
  }

  /** What we hold beyond our share. */
  surplus(): Holding[] {
    return [...this.held.values()].slice(this.#share);
  }

  async release(holdings: readonly Holding[]): Promise<void> {
    if (holdings.length === 0) return;
    await this.store.release(holdings);
    for (const { part } of holdings) this.lose(part);
  }

  async leave(): Promise<void> {
    await this.#beating.catch(() => undefined);
    await this.store.release([...this.held.values(), ...this.#gained]);
    await this.store.leave();
  }
}
