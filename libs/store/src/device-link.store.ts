import type { Instant } from '#libs/kernel';
import { arrayText, timeText } from './array-text.js';
import { statement, type Database } from './statement.js';

const keepDeviceLinks = statement('keep_device_links');
const unlinkDevices = statement('unlink_devices');

export interface DeviceLink {
  readonly deviceId: string;
  readonly online: boolean;
  readonly at: Instant;
}

/** Whether a device says (or, as its last will, the broker) that it is connected. No rule rests on it. */
export class DeviceLinkStore {
  constructor(private readonly db: Database) {}

  /** Of several about one device the last counts. */
  async keep(links: readonly DeviceLink[]): Promise<void> {
    const last = new Map(links.map((link) => [link.deviceId, link]));
    if (last.size === 0) return;
    const rows = [...last.values()].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
    await keepDeviceLinks(
      this.db,
      rows.map((row) => row.deviceId),
      arrayText(rows.map((row) => row.online)),
      arrayText(rows.map((row) => timeText(row.at))),
    );
  }

  /** The broker has just started: nobody is connected to it. */
  async forgetAll(at: Instant): Promise<void> {
    await unlinkDevices(this.db, timeText(at));
  }
}
