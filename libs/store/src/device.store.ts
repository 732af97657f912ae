import type { DeviceId, Instant, SuperviseeId } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const addDevice = statement<{ id: DeviceId }>('add_device');
const lockDevice = statement<{ id: DeviceId; division: string }>('lock_device');
const readBindingsFrom = statement<{ device_id: DeviceId; supervisee_id: SuperviseeId; bound_from: Date }>(
  'read_bindings_from',
);
const addBinding = statement('add_binding');
const endBinding = statement<{ supervisee_id: SuperviseeId }>('end_binding');

export interface NewDevice {
  readonly id: DeviceId;
  readonly model: string | null;
  readonly division: string;
  readonly secret: { readonly salt: Uint8Array; readonly hash: Uint8Array };
  readonly intervalSeconds: number;
}

export interface Binding {
  readonly deviceId: DeviceId;
  readonly superviseeId: SuperviseeId;
  readonly from: Date;
}

/** Wristbands, and who wears them when. */
export class DeviceStore {
  constructor(private readonly db: Database) {}

  /** False when there is one of this identifier. */
  async add({ id, model, division, secret, intervalSeconds }: NewDevice, at: Instant): Promise<boolean> {
    const values = [id, model, division, secret.salt, secret.hash, intervalSeconds, new Date(at)];
    return (await addDevice(this.db, ...values)).length === 1;
  }

  /** Keeps other changes away until the transaction ends; undefined outside the jurisdiction. */
  async lock(id: DeviceId, jurisdiction: string): Promise<{ division: string } | undefined> {
    return (await lockDevice(this.db, id, jurisdiction))[0];
  }

  /** What stands in the way of binding the two from a time on. Lock both first. */
  async bindingsFrom(device: DeviceId, supervisee: SuperviseeId, from: Instant): Promise<Binding[]> {
    const rows = await readBindingsFrom(this.db, device, supervisee, new Date(from));
    return rows.map((row) => ({ deviceId: row.device_id, superviseeId: row.supervisee_id, from: row.bound_from }));
  }

  async bind(device: DeviceId, supervisee: SuperviseeId, from: Instant): Promise<void> {
    await addBinding(this.db, device, supervisee, new Date(from));
  }

  /** Whom the device was bound to until now; undefined when to nobody. */
  async unbind(device: DeviceId, at: Instant): Promise<SuperviseeId | undefined> {
    return (await endBinding(this.db, device, new Date(at)))[0]?.supervisee_id;
  }
}
