import type { Logger } from '@nestjs/common';
import type { Millis } from '#libs/kernel';

/**
 * Work that is done in rounds, one after the other: what a round answers is the pause until the next. A round that fails
 * is tried again after `again`; as long as it fails for the same reason, that is said once.
 */
export class Rounds {
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #failing: string | undefined;

  constructor(
    private readonly work: (stopping: AbortSignal) => Promise<Millis>,
    private readonly failed: { readonly again: Millis; readonly logger: Logger; readonly message: string },
  ) {}

  begin(): void {
    this.#running = this.#go();
  }

  /** Resolves when the present round is over; it is told by its signal to hurry. */
  async end(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #go(): Promise<void> {
    const pause = await this.#try();
    if (!this.#stopping.signal.aborted) this.#timer = setTimeout(() => this.begin(), pause);
  }

  async #try(): Promise<Millis> {
    const { again, logger, message } = this.failed;
    try {
      const pause = await this.work(this.#stopping.signal);
      this.#failing = undefined;
      return pause;
    } catch (error) {
      if (String(error) !== this.#failing) logger.error(message, { why: String(error) });
      this.#failing = String(error);
      return again;
    }
  }
}
