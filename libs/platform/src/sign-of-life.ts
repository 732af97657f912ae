import { randomUUID } from 'node:crypto';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

/** What a process says of itself; lengths of time in seconds. */
export type Facts = Readonly<Record<string, number | null>>;

/** Where signs of life are kept. */
export interface Signs {
  keep(process: string, instance: string, facts: Facts): Promise<void>;
}

const EVERY_MS = 5_000;

/** Says every few seconds that this process is there, and how it is doing. Silence says the rest. */
export class SignOfLife implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('sign-of-life');
  readonly #instance = randomUUID();
  #timer: NodeJS.Timeout | undefined;
  #giving: Promise<void> | undefined;
  #failing = false;

  constructor(
    private readonly process: string,
    private readonly signs: Signs,
    private readonly facts: () => Facts = () => ({}),
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#give(), EVERY_MS);
    this.#give();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#giving;
  }

  #give(): void {
    this.#giving ??= this.signs
      .keep(this.process, this.#instance, this.facts())
      .then(() => void (this.#failing = false))
      .catch((error: unknown) => this.#complain(error))
      .finally(() => (this.#giving = undefined));
  }

  /** Once for each outage. */
  #complain(error: unknown): void {
    if (!this.#failing) this.#logger.warn('no sign of life could be given', { why: String(error) });
    this.#failing = true;
  }
}
