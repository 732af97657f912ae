export interface BatchLimits {
  /** The longest an item waits for others, in milliseconds. */
  readonly waitMs: number;
  /** A batch is not begun larger than this; the weight of its last item may take it over. */
  readonly weight: number;
}

/**
 * Gathers items and hands them on in batches, one after the other, in the order in which they came: while one batch is
 * being written, the next is gathered. `write` must settle, and not reject.
 */
export class Batcher<Item> {
  #waiting: { readonly item: Item; readonly weight: number }[] = [];
  #weight = 0;
  #writing = false;
  /** Somebody has waited long enough. */
  #due = false;
  #timer: NodeJS.Timeout | undefined;
  #drained: (() => void)[] = [];

  constructor(
    private readonly limits: BatchLimits,
    private readonly write: (items: Item[]) => Promise<void>,
  ) {}

  push(item: Item, weight: number): void {
    this.#waiting.push({ item, weight });
    this.#weight += weight;
    this.#go();
  }

  /** Writes what there is, now, and resolves when nothing is left. */
  drain(): Promise<void> {
    const drained = new Promise<void>((resolve) => this.#drained.push(resolve));
    this.#ripen();
    return drained;
  }

  #ripen(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = this.#waiting.length > 0;
    this.#go();
  }

  #go(): void {
    if (!this.#writing && (this.#due || this.#weight >= this.limits.weight)) {
      this.#writing = true;
      void this.write(this.#take()).finally(() => {
        this.#writing = false;
        this.#go();
      });
    }
    if (this.#waiting.length === 0) this.#rest();
    else if (!this.#due) this.#timer ??= setTimeout(() => this.#ripen(), this.limits.waitMs);
  }

  /** Nobody waits. */
  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#writing) for (const drained of this.#drained.splice(0)) drained();
  }

  #take(): Item[] {
    let weight = 0;
    const end = this.#waiting.findIndex((waiting) => (weight += waiting.weight) >= this.limits.weight);
    const taken = this.#waiting.splice(0, end === -1 ? this.#waiting.length : end + 1);
    this.#weight -= taken.reduce((sum, waiting) => sum + waiting.weight, 0);
    this.#due &&= this.#waiting.length > 0;
    return taken.map(({ item }) => item);
  }
}
