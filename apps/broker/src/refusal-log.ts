import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { Counter, type Registry } from 'prom-client';
import type { AccessRefusal } from '#libs/identity';
import { instant, type Instant } from '#libs/kernel';
import type { DeviceAccessStore } from '#libs/store';

/** What is new is written this often. */
const WRITE_EVERY_MS = 250;
/** The same of the same device is one log line and one row in this time. */
const SAME_WITHIN_MS = 60_000;
/** Names are the client's to choose: so many different ones are told apart in that time, the rest is counted together. */
const DIFFERENT = 200;
const ANYBODY = '*';

interface Refusal {
  readonly at: Instant;
  readonly deviceId: string;
  readonly reason: AccessRefusal;
  readonly detail: string;
  copies: number;
}

/** Writes down who was turned away, where the device's page shows it. A mad client fills neither log nor table. */
export class RefusalLog implements OnModuleDestroy {
  readonly #logger = new Logger('broker');
  readonly #counter: Counter<'reason'>;
  readonly #writing = setInterval(() => void this.#write(), WRITE_EVERY_MS);
  readonly #forgetting = setInterval(() => this.#told.clear(), SAME_WITHIN_MS);
  readonly #told = new Set<string>();
  #new = new Map<string, Refusal>();

  constructor(
    private readonly store: Pick<DeviceAccessStore, 'noteRefusal'>,
    registry: Registry,
  ) {
    this.#counter = new Counter({
      name: 'broker_refusals_total',
      help: 'clients turned away, messages and subscriptions refused',
      labelNames: ['reason'],
      registers: [registry],
    });
  }

  note(deviceId: string, reason: AccessRefusal, detail: string): void {
    this.#counter.inc({ reason });
    const own = `${reason} ${deviceId.slice(0, 64)}`;
    const isOneTooMany = !this.#told.has(own) && this.#told.size >= DIFFERENT;
    const named = isOneTooMany ? ANYBODY : deviceId.slice(0, 64);
    const key = `${reason} ${named}`;
    const first = { at: instant(Date.now()), deviceId: named, reason, detail: detail.slice(0, 200), copies: 0 };
    const refusal = this.#new.get(key) ?? first;
    refusal.copies += 1;
    this.#new.set(key, refusal);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#logger.warn('refused', { deviceId: named, reason, detail: first.detail });
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#writing);
    clearInterval(this.#forgetting);
    await this.#write();
  }

  async #write(): Promise<void> {
    const refusals = [...this.#new.values()];
    this.#new = new Map();
    for (const refusal of refusals) {
      // The log has it; a table that cannot be written now is not worth keeping memory for.
      await this.store.noteRefusal(refusal).catch(() => undefined);
    }
  }
}
