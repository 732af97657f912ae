import { instant, type DeviceId, type Instant, type SuperviseeId } from '#libs/kernel';
import { degrees } from './degrees.js';
import { statement, type Database } from './statement.js';

const readWatched = statement<{
  id: SuperviseeId;
  name: string;
  division: string;
  device_id: DeviceId;
  interval_s: number;
  valid_to: Date;
  at: Date | null;
  received_at: Date | null;
  lat: number | null;
  lon: number | null;
  accuracy_m: number | null;
  source: string | null;
}>('read_watched');

export interface LatestFix {
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly lat: number;
  readonly lon: number;
  readonly accuracy: number | null;
  readonly source: string | null;
}

/** Somebody who is watched now: bound to a wristband under an order in force. */
export interface Watched {
  readonly superviseeId: SuperviseeId;
  readonly name: string;
  readonly division: string;
  readonly deviceId: DeviceId;
  readonly intervalSeconds: number;
  /** When the order ends, and with it the watching. */
  readonly until: Instant;
  readonly fix: LatestFix | null;
}

/** Where everybody who is watched was last. */
export class PositionView {
  constructor(private readonly db: Database) {}

  async watched(at: Instant): Promise<Watched[]> {
    return (await readWatched(this.db, new Date(at))).map((row) => ({
      superviseeId: row.id,
      name: row.name,
      division: row.division,
      deviceId: row.device_id,
      intervalSeconds: row.interval_s,
      until: instant(row.valid_to.getTime()),
      fix: fixOf(row),
    }));
  }
}

function fixOf(row: {
  readonly at: Date | null;
  readonly received_at: Date | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracy_m: number | null;
  readonly source: string | null;
}): LatestFix | null {
  if (row.at === null || row.received_at === null || row.lat === null || row.lon === null) return null;
  const times = { at: instant(row.at.getTime()), receivedAt: instant(row.received_at.getTime()) };
  return { ...times, lat: degrees(row.lat), lon: degrees(row.lon), accuracy: row.accuracy_m, source: row.source };
}
