import { instant, type AlertId, type Instant, type SuperviseeId } from '#libs/kernel';
import type { End, EndReason, SilenceOnFile } from '#libs/rules';
import type { LaneAt } from './engine-snapshot.store.js';
import { statement, type Database } from './statement.js';

const readSilences = statement<{
  id: AlertId;
  supervisee_id: SuperviseeId;
  device_id: string | null;
  occurred_at: Date;
  ended_at: Date | null;
  end_reason: EndReason | null;
}>('read_silences_on_file');
const readLastReceipts = statement<{ supervisee_id: SuperviseeId; last_received_at: Date | null }>(
  'read_last_receipts',
);
const readLastBatteries = statement<{ supervisee_id: SuperviseeId; battery_pct: number }>('read_last_batteries');
const readExpected = statement<{ supervisee_id: SuperviseeId }>('read_expected');

/** A silence as it is on file. */
export interface FiledSilence extends SilenceOnFile {
  readonly alertId: AlertId;
  readonly superviseeId: SuperviseeId;
  readonly ended: End | null;
}

/** Who has to report, and when each was last heard of. */
export class EngineSilenceView {
  constructor(private readonly db: Database) {}

  /** Everybody of the partitions who wears a wristband or is going to. */
  async watched(parts: readonly number[], at: Instant): Promise<SuperviseeId[]> {
    return (await readExpected(this.db, parts, new Date(at))).map((row) => row.supervisee_id);
  }

  /** Those that go on, and those that ended with a record since a time; the oldest first. */
  async onFile(parts: readonly number[], since: Instant): Promise<FiledSilence[]> {
    return (await readSilences(this.db, parts, new Date(since))).map((row) => ({
      alertId: row.id,
      superviseeId: row.supervisee_id,
      deviceId: row.device_id ?? '',
      since: instant(row.occurred_at.getTime()),
      ended:
        row.ended_at === null || row.end_reason === null
          ? null
          : { at: instant(row.ended_at.getTime()), reason: row.end_reason },
    }));
  }

  /** When the wristband that each wears was last heard of; nothing for who wears none or was never heard of. */
  async lastReceipts(ids: readonly SuperviseeId[], at: Instant): Promise<Map<SuperviseeId, Instant>> {
    const rows = await readLastReceipts(this.db, ids, new Date(at));
    return new Map(
      rows.flatMap((row) =>
        row.last_received_at === null ? [] : [[row.supervisee_id, instant(row.last_received_at.getTime())]],
      ),
    );
  }

  /** Percent, as last said since a time; nothing for who did not say. */
  async batteries(lanes: readonly LaneAt[]): Promise<Map<SuperviseeId, number>> {
    const ids = lanes.map(({ superviseeId }) => superviseeId);
    const times = lanes.map(({ at }) => new Date(at));
    return new Map((await readLastBatteries(this.db, ids, times)).map((row) => [row.supervisee_id, row.battery_pct]));
  }
}
