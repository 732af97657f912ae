const FIRST_MS = 500;
/** All wristbands wait for ingest: a broker that is back must not wait for it long. */
const LONGEST_MS = 2_000;

/** How long to wait before a connection is tried again: longer each time, and never in step with others. */
export class BackOff {
  #next = FIRST_MS;

  constructor(private readonly chance: () => number = Math.random) {}

  next(): number {
    const wait = this.#next * (0.5 + this.chance());
    this.#next = Math.min(this.#next * 2, LONGEST_MS);
    return Math.round(wait);
  }

  /** It worked. */
  reset(): void {
    this.#next = FIRST_MS;
  }
}
