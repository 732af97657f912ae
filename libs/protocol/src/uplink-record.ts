import type { Instant, Millis } from '#libs/kernel';
import type { SeqRange } from './seq-ranges.js';

/** One message: 64 KiB, 512 records. What is larger is kept in quarantine as a whole. */
export const MAX_MESSAGE_BYTES = 65_536;
export const MAX_RECORDS = 512;

/** What a record may measure besides its kind. Every field is null when the device did not say. */
export interface Measurements {
  /** Degrees, WGS-84, both or neither. */
  lat: number | null;
  lon: number | null;
  /** Radius of 68 % confidence in metres. Null when the device does not know: never read as "perfect". */
  accuracy: number | null;
  source: string | null;
  /** Metres per second. */
  speed: number | null;
  /** Degrees clockwise from north. */
  heading: number | null;
  /** Metres. */
  altitude: number | null;
  satellites: number | null;
  /** Percent. */
  battery: number | null;
  /** dBm. */
  rssi: number | null;
  worn: boolean | null;
  /** Beats a minute. */
  heartRate: number | null;
  /** The shifted system the position came in, when it was converted. */
  crs: 'gcj02' | 'bd09' | null;
}

/** One line from a wristband, checked. */
export interface UplinkRecord extends Readonly<Measurements> {
  readonly deviceId: string;
  /** Number of the device's start; 0 for devices that do not number their records. */
  readonly boot: number;
  readonly seq: number;
  /** Time of the observation by the device's clock. */
  readonly at: Instant;
  readonly receivedAt: Instant;
  /** Device time minus true time as it was measured, when the device's clock is not believed; null when it is. */
  readonly clockOffset: Millis | null;
  readonly kind: string;
  /** Every key that is not in the contract, and the position that was converted, as they came. */
  readonly extra: Readonly<Record<string, unknown>> | null;
}

export type RejectionReason =
  | 'topic.unknown'
  | 'payload.too-large'
  | 'payload.not-json'
  | 'payload.invalid'
  | 'payload.too-many-records'
  | 'record.invalid';

/** What could not be taken, and why. */
export interface Rejection {
  readonly reason: RejectionReason;
  /** Begins with the JSON pointer of what is wrong; repeats no value. */
  readonly detail: string;
  /** The one record that is refused, as JSON; null when it is the whole message. */
  readonly record: string | null;
  /** Its number, when it can be told: kept in quarantine, it need not be sent again. */
  readonly seq: number | null;
}

/** What one message says. */
export interface Uplink {
  readonly deviceId: string | null;
  readonly boot: number;
  /** Whether the device counts its records; OwnTracks does not. */
  readonly numbered: boolean;
  readonly records: readonly UplinkRecord[];
  /** Numbers that the device no longer has. */
  readonly gone: readonly SeqRange[];
  readonly rejections: readonly Rejection[];
}

export const wholeMessage = (reason: RejectionReason, detail: string): Rejection => ({
  reason,
  detail,
  record: null,
  seq: null,
});

export function refusedUplink(deviceId: string | null, reason: RejectionReason, detail: string): Uplink {
  return { deviceId, boot: 0, numbered: false, records: [], gone: [], rejections: [wholeMessage(reason, detail)] };
}
