import type { Facts } from '#libs/platform';

/** Whether what comes in goes on. */
export class Movement {
  #storedAt: number | undefined;
  /** Since when nothing has waited longer than is known. */
  #movedAt: number | undefined;
  #awaySince: number | undefined;

  /** A batch was committed. */
  stored(now: number): void {
    this.#storedAt = now;
    this.#movedAt = now;
  }

  /** Asked every few seconds: what is seen to wait has waited since the last commit, or since we first saw it. */
  facts(held: number, subscribed: boolean, now: number): Facts {
    if (held === 0) this.#movedAt = undefined;
    else this.#movedAt ??= now;
    if (subscribed) this.#awaySince = undefined;
    else this.#awaySince ??= now;
    const ago = (at: number | undefined): number => (at === undefined ? 0 : (now - at) / 1_000);
    return {
      storedSecondsAgo: this.#storedAt === undefined ? null : ago(this.#storedAt),
      heldSeconds: ago(this.#movedAt),
      brokerAwaySeconds: ago(this.#awaySince),
    };
  }
}
