import { since, type Instant } from '#libs/kernel';

/** So many a second, and no more than a second's worth at once. */
export class Allowance {
  #left: number;
  #refilledAt: Instant | undefined;

  constructor(private readonly aSecond: number) {
    this.#left = aSecond;
  }

  refill(now: Instant): void {
    const passed = this.#refilledAt === undefined ? 0 : Math.max(0, since(this.#refilledAt, now));
    this.#left = Math.min(this.aSecond, this.#left + (passed * this.aSecond) / 1_000);
    this.#refilledAt = now;
  }

  /** Whether there was one left. */
  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
