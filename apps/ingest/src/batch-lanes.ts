import { Batcher, type BatchLimits } from './batcher.js';

/** Several batches at the same time, none of which has a key in common with another: what is of one key stays in order. */
export class BatchLanes<Item> {
  readonly #lanes: readonly Batcher<Item>[];

  constructor(count: number, limits: BatchLimits, write: (items: Item[]) => Promise<void>) {
    this.#lanes = Array.from({ length: count }, () => new Batcher(limits, write));
  }

  push(key: string, item: Item, weight: number): void {
    this.#lanes[spread(key) % this.#lanes.length]?.push(item, weight);
  }

  async drain(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.drain()));
  }
}

/** Names differ at their end; anything that depends on it spreads them. */
function spread(key: string): number {
  let sum = 0;
  for (let index = 0; index < key.length; index++) sum = (sum * 31 + key.charCodeAt(index)) % 65_521;
  return sum;
}
