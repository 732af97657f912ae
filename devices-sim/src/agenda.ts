/** What is due next, of many things that are each due again and again: a binary heap. */
export class Agenda<T> {
  private readonly heap: { readonly due: number; readonly what: T }[] = [];

  get size(): number {
    return this.heap.length;
  }

  /** Epoch milliseconds; nothing when nothing is planned. */
  get nextDue(): number | undefined {
    return this.heap[0]?.due;
  }

  add(due: number, what: T): void {
    let at = this.heap.length;
    this.heap.push({ due, what });
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.heap[parent]?.due ?? 0) <= due) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  take(): { readonly due: number; readonly what: T } | undefined {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (!last || this.heap.length === 0) return first;
    this.heap[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const smaller = this.due(right) < this.due(left) ? right : left;
      if (this.due(smaller) >= last.due) return first;
      this.swap(at, smaller);
      at = smaller;
    }
  }

  private due = (at: number): number => this.heap[at]?.due ?? Infinity;

  private swap(a: number, b: number): void {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (one && other) [this.heap[a], this.heap[b]] = [other, one];
  }
}
