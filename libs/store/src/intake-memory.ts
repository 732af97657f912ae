import { coverageChanges, coverageOf, type Coverage } from './coverage.js';
import { DeviceStreamStore, type KnownLife } from './device-stream.store.js';
import type { Database } from './statement.js';

/** What must be known of a registered device to take in its records. */
export interface IntakeDevice {
  readonly lives: readonly KnownLife[];
  readonly coverage: readonly Coverage[];
}

/** Registered devices, and as of which change of orders and bindings. */
export interface KnownDevices {
  readonly devices: ReadonlyMap<string, IntakeDevice>;
  readonly asOf: number;
}

/** As many devices as are remembered: some 30 MB. */
const CAPACITY = 30_000;

const FROM_NOW_ON = String(2n ** 63n - 1n);

/**
 * What one process remembers of devices between batches, so that the next batch need not read it. Streams carry a version
 * and say when somebody else has changed them; orders and bindings are looked after in every transaction. Two batches that
 * are under way at the same time must not have a device in common.
 */
export class IntakeMemory {
  readonly #devices = new Map<string, IntakeDevice>();
  #changesFrom: string | undefined;
  /** Counts the looks at which an order or a binding had been changed. */
  #changes = 0;

  constructor(private readonly capacity = CAPACITY) {}

  /** Of these devices, those that are registered. What is not remembered is read. */
  async known(tx: Database, deviceIds: readonly string[]): Promise<KnownDevices> {
    await this.#lookAfterCoverage(tx);
    const asOf = this.#changes;
    const remembered = new Map<string, IntakeDevice>();
    const missing: string[] = [];
    for (const id of deviceIds) {
      const device = this.#devices.get(id);
      if (device === undefined) missing.push(id);
      else remembered.set(id, device);
    }
    if (missing.length === 0) return { devices: remembered, asOf };
    return { devices: new Map([...remembered, ...(await readDevices(tx, missing))]), asOf };
  }

  /** After the commit: where these devices stand now. */
  remember({ devices, asOf }: KnownDevices): void {
    // Another batch has seen a change that this one may not have seen.
    if (asOf !== this.#changes) return this.forget(devices.keys());
    for (const [id, device] of devices) {
      // Last in the order of the map: what was not heard of for longest goes first.
      this.#devices.delete(id);
      this.#devices.set(id, device);
    }
    for (const id of this.#devices.keys()) {
      if (this.#devices.size <= this.capacity) break;
      this.#devices.delete(id);
    }
  }

  /** After anything but a commit. */
  forget(deviceIds: Iterable<string>): void {
    for (const id of deviceIds) this.#devices.delete(id);
  }

  async #lookAfterCoverage(tx: Database): Promise<void> {
    const { next, deviceIds } = await coverageChanges(tx, this.#changesFrom ?? FROM_NOW_ON);
    if (deviceIds.length > 0) this.#changes += 1;
    this.forget(deviceIds);
    this.#changesFrom = next;
  }
}

/** What is on disk of these devices. */
export async function readDevices(tx: Database, deviceIds: readonly string[]): Promise<Map<string, IntakeDevice>> {
  const lives = await new DeviceStreamStore(tx).lives(deviceIds);
  const coverage = await coverageOf(tx, [...lives.keys()]);
  return new Map([...lives].map(([id, known]) => [id, { lives: known, coverage: coverage.get(id) ?? [] }]));
}
