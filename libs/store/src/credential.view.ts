import { statement, type Database } from './statement.js';

const findDeviceSecret = statement<{ secret_salt: Buffer; secret_hash: Buffer }>('find_device_secret');

/** What devices' secrets are compared with. */
export class CredentialView {
  constructor(private readonly db: Database) {}

  /** Undefined for a device that is not registered, or was disabled. */
  async secretOf(deviceId: string): Promise<{ salt: Uint8Array; hash: Uint8Array } | undefined> {
    const [row] = await findDeviceSecret(this.db, deviceId);
    return row && { salt: row.secret_salt, hash: row.secret_hash };
  }
}
