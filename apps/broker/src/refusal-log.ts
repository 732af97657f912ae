import { Injectable, Logger } from '@nestjs/common';
import type { AccessRefusal } from '#libs/identity';
import { instant } from '#libs/kernel';
import { DeviceAccessStore } from '#libs/store';

/** Writes down who was turned away, where the device's page shows it. A mad client costs one row a minute and reason. */
@Injectable()
export class RefusalLog {
  readonly #logger = new Logger('broker');
  #pending = 0;

  constructor(private readonly store: DeviceAccessStore) {}

  note(deviceId: string, reason: AccessRefusal, detail: string): void {
    // The log line is kept whatever happens; the table only while the database keeps up.
    this.#logger.warn('refused', { deviceId: deviceId.slice(0, 64), reason, detail: detail.slice(0, 200) });
    if (this.#pending >= 100) return;
    this.#pending += 1;
    void this.store
      .noteRefusal(instant(Date.now()), deviceId, reason, detail)
      .catch(() => undefined)
      .finally(() => (this.#pending -= 1));
  }
}
