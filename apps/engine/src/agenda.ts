interface Entry<Key> {
  readonly at: number;
  readonly key: Key;
}

/** What is to be looked at, and when: each key at one time, the soonest first. A binary heap. */
export class Agenda<Key> {
  readonly #heap: Entry<Key>[] = [];
  /** The time that counts for a key; entries of the heap that say another are left over. */
  readonly #times = new Map<Key, number>();

  get size(): number {
    return this.#times.size;
  }

  has(key: Key): boolean {
    return this.#times.has(key);
  }

  /** From now on at this time, whatever was said before. */
  set(key: Key, at: number): void {
    if (this.#times.get(key) === at) return;
    this.#times.set(key, at);
    this.#heap.push({ at, key });
    this.#rise(this.#heap.length - 1);
  }

  /** At this time, or sooner if it was to be sooner. What is looked at too soon is set again then. */
  setBy(key: Key, at: number): void {
    if ((this.#times.get(key) ?? Infinity) > at) this.set(key, at);
  }

  delete(key: Key): void {
    this.#times.delete(key);
  }

  /** Takes off everything whose time has come. */
  *due(now: number): Generator<Key> {
    for (let first = this.#heap[0]; first !== undefined && first.at <= now; first = this.#heap[0]) {
      this.#removeFirst();
      if (this.#times.get(first.key) !== first.at) continue;
      this.#times.delete(first.key);
      yield first.key;
    }
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(from: number): void {
    for (let index = from; index > 0;) {
      const above = (index - 1) >> 1;
      if (this.#at(above) <= this.#at(index)) return;
      this.#swap(above, index);
      index = above;
    }
  }

  #sink(from: number): void {
    for (let index = from; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const least = this.#at(right) < this.#at(left) ? right : left;
      if (this.#at(index) <= this.#at(least)) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #at(index: number): number {
    return this.#heap[index]?.at ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (first === undefined || second === undefined) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }
}
