import { setTimeout as pause } from 'node:timers/promises';

/** How long a wristband is kept waiting at the door. Less than clients wait for an answer before they give up. */
const WAIT_MS = 15_000;

/**
 * Whether somebody listens. The broker forgets its sessions when it ends; what a wristband sent before ingest is back
 * would be acknowledged to it and heard by nobody. So nobody is let in before.
 */
export class Audience {
  #isHere = false;
  #arrived: () => void = () => undefined;
  readonly #arrival = new Promise<void>((resolve) => (this.#arrived = resolve));

  /** Its session stays from now on, also while it is away. */
  arrive(): void {
    this.#isHere = true;
    this.#arrived();
  }

  /** False when nobody came in time. */
  async present(): Promise<boolean> {
    if (!this.#isHere) await Promise.race([this.#arrival, pause(WAIT_MS, undefined, { ref: false })]);
    return this.#isHere;
  }
}
