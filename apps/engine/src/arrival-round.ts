import { RoundProgressStore } from '#libs/store';
import type { Desk } from './desk.js';

/** What a round still has to look at, and up to which arrival it has looked when that is done. */
interface Round<Item> {
  readonly left: Item[];
  readonly horizon: string;
}

/**
 * A round over what has arrived since the last one, some of it in each turn so that arrivals need not wait for all of it.
 * How far it came is on file when it is over: one that was not finished is begun again, by whoever has the partitions then.
 */
export class ArrivalRound<Item> {
  #round: Round<Item> | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly name: string,
    private readonly atOnce: number,
  ) {}

  get underWay(): boolean {
    return this.#round !== null;
  }

  /** Partitions came or went: what was begun is begun again. */
  forget(): void {
    this.#round = null;
  }

  async begin(find: (from: string, parts: readonly number[]) => Promise<{ horizon: string; items: Item[] }>) {
    const parts = [...this.desk.lease.held.keys()];
    if (parts.length === 0) return;
    const from = await new RoundProgressStore(this.desk.db, this.name).of(parts);
    const { horizon, items } = await find(from, parts);
    this.#round = { left: items, horizon };
  }

  /** Some of the round, if there is one. Whether there is more of it. */
  async goOn(look: (items: readonly Item[]) => Promise<boolean>): Promise<{ told: boolean; more: boolean }> {
    if (this.#round === null) return { told: false, more: false };
    const { left, horizon } = this.#round;
    // Should this fail, the round is begun again.
    this.#round = null;
    const told = await look(left.slice(0, this.atOnce));
    const rest = left.slice(this.atOnce);
    if (rest.length > 0) this.#round = { left: rest, horizon };
    else await this.#keep(horizon);
    return { told, more: rest.length > 0 };
  }

  async #keep(horizon: string): Promise<void> {
    const { db, lease } = this.desk;
    const held = [...lease.held.values()];
    await db.transaction(async (tx) => {
      await lease.store.fence(tx, held);
      await new RoundProgressStore(tx, this.name).keep(
        held.map(({ part }) => part),
        horizon,
      );
    });
  }
}
