import { groupedBy, instant, type Instant, type SuperviseeId } from '#libs/kernel';
import type { AlertOnFile, Attempt, EndReason, Ground, KnownDevice, ReconciledKind } from '#libs/rules';
import type { LaneAt } from './engine-snapshot.store.js';
import { statement, type Database } from './statement.js';

const findOrders = statement<{ id: SuperviseeId }>('find_orders_to_reconcile');
const readOnFile = statement<{
  supervisee_id: SuperviseeId;
  kind: ReconciledKind;
  device_id: string | null;
  occurred_at: Date;
  last_evidence_at: Date;
  ended_at: Date | null;
  end_reason: EndReason | null;
  resolved_at: Date | null;
  count: number;
  facts: AlertOnFile['facts'] | null;
}>('read_reconciled_alerts');
const readDevices = statement<{
  supervisee_id: SuperviseeId;
  device_id: string;
  disabled_at: Date | null;
  worn_by_other: boolean;
  last_received_at: Date | null;
}>('read_known_devices');

const findLost = statement<{ id: SuperviseeId }>('find_lost_contact');
const readGrounds = statement<{
  supervisee_id: SuperviseeId;
  id: string;
  kind: Ground['kind'];
  occurred_at: Date;
  goes_on: boolean;
  over_at: Date | null;
}>('read_grounds');
const readAttempts = statement<{ supervisee_id: SuperviseeId; at: Date; result: Attempt['result'] }>(
  'read_contact_attempts',
);

/** What rounds compare: orders, wristbands, and the alerts that are on file about them. */
export class EngineReconciliationView {
  constructor(private readonly db: Database) {}

  /** Some of those with an order in force, or an alert about one, in the order of their numbers. */
  async ordered(parts: readonly number[], after: string, at: Instant, limit: number): Promise<SuperviseeId[]> {
    return (await findOrders(this.db, parts, after, new Date(at), limit)).map((row) => row.id);
  }

  /** Whom somebody has tried to reach in vain while something goes on, and who is suspected already. */
  async withoutContact(parts: readonly number[]): Promise<SuperviseeId[]> {
    return (await findLost(this.db, parts)).map((row) => row.id);
  }

  /** What goes on and may come to lost contact, and what was over since a time. */
  async grounds(since: readonly LaneAt[]): Promise<(Ground & { readonly superviseeId: SuperviseeId })[]> {
    return (await readGrounds(this.db, ...columnsOf(since))).map((row) => ({
      superviseeId: row.supervisee_id,
      alertId: row.id,
      kind: row.kind,
      startedAt: instant(row.occurred_at.getTime()),
      goesOn: row.goes_on,
      overAt: timeOf(row.over_at),
    }));
  }

  /** In the order of their times. */
  async attempts(since: readonly LaneAt[]): Promise<(Attempt & { readonly superviseeId: SuperviseeId })[]> {
    return (await readAttempts(this.db, ...columnsOf(since))).map((row) => ({
      superviseeId: row.supervisee_id,
      at: instant(row.at.getTime()),
      result: row.result,
    }));
  }

  /** Over or not, by supervisee, the oldest first. */
  async onFile(
    ids: readonly SuperviseeId[],
    kinds: readonly ReconciledKind[],
  ): Promise<ReadonlyMap<SuperviseeId, (AlertOnFile & { readonly kind: ReconciledKind })[]>> {
    const rows = await readOnFile(this.db, ids, kinds);
    const grouped = groupedBy(rows, (row) => row.supervisee_id);
    return new Map([...grouped].map(([id, own]) => [id, own.map(onFileOf)]));
  }

  /** Nothing for who never wore one. */
  async devices(ids: readonly SuperviseeId[], at: Instant): Promise<ReadonlyMap<SuperviseeId, KnownDevice>> {
    return new Map(
      (await readDevices(this.db, ids, new Date(at))).map((row) => [
        row.supervisee_id,
        {
          deviceId: row.device_id,
          retiredAt: timeOf(row.disabled_at),
          wornByOther: row.worn_by_other,
          lastReceivedAt: timeOf(row.last_received_at),
        },
      ]),
    );
  }
}

const onFileOf = (row: Awaited<ReturnType<typeof readOnFile>>[number]) => ({
  kind: row.kind,
  deviceId: row.device_id ?? '',
  startedAt: instant(row.occurred_at.getTime()),
  lastAt: instant(row.last_evidence_at.getTime()),
  ended:
    row.ended_at === null || row.end_reason === null
      ? null
      : { at: instant(row.ended_at.getTime()), reason: row.end_reason },
  resolvedAt: timeOf(row.resolved_at),
  count: row.count,
  facts: row.facts ?? {},
});

const timeOf = (at: Date | null): Instant | null => at && instant(at.getTime());

const columnsOf = (since: readonly LaneAt[]) =>
  [since.map(({ superviseeId }) => superviseeId), since.map(({ at }) => new Date(at))] as const;
