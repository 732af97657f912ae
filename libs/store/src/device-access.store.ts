import type { Instant } from '#libs/kernel';
import { statement, type Database } from './statement.js';

export interface DeviceSecret {
  readonly salt: Buffer;
  readonly hash: Buffer;
  readonly disabled: boolean;
}

export interface NewRefusal {
  readonly at: Instant;
  /** What the client called itself; it need not be a device of ours. */
  readonly deviceId: string;
  readonly reason: string;
  readonly detail: string;
  readonly copies?: number;
}

const findDeviceSecret = statement<DeviceSecret>('find_device_secret');
const findDeviceSecrets = statement<DeviceSecret & { readonly id: string }>('find_device_secrets');
const noteAccessRefusal = statement('note_access_refusal');

/** What the broker asks, and what it writes down. */
export class DeviceAccessStore {
  constructor(private readonly db: Database) {}

  async secretOf(deviceId: string): Promise<DeviceSecret | undefined> {
    const [secret] = await findDeviceSecret(this.db, deviceId);
    return secret;
  }

  /** By device; those that there are not are left out. */
  async secretsOf(deviceIds: readonly string[]): Promise<Map<string, DeviceSecret>> {
    const found = await findDeviceSecrets(this.db, deviceIds);
    return new Map(found.map(({ id, ...secret }) => [id, secret]));
  }

  async noteRefusal({ at, deviceId, reason, detail, copies = 1 }: NewRefusal): Promise<void> {
    await noteAccessRefusal(this.db, new Date(at), storable(deviceId, 64), reason, storable(detail, 200), copies);
  }
}

/** Names come from outside: cut to a length, and without what PostgreSQL does not store. */
const storable = (text: string, length: number): string => text.toWellFormed().replaceAll('\0', '').slice(0, length);
