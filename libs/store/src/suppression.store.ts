import type { AccountId, AlertId, Instant, SuppressionId } from '#libs/kernel';
import type { AlertKind, Suppression } from '#libs/protocol';
import { iso, isoOrNull } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: SuppressionId;
  readonly division: string;
  readonly supervisee_id: string | null;
  readonly supervisee_name: string | null;
  readonly device_id: string | null;
  readonly kind: AlertKind | null;
  readonly reason: string;
  readonly valid_to: Date;
  readonly state: Suppression['state'];
  readonly proposed_by: string;
  readonly proposed_by_name: string;
  readonly proposed_at: Date;
  readonly approved_by: string | null;
  readonly approved_by_name: string | null;
  readonly approved_at: Date | null;
  readonly ended_at: Date | null;
  readonly end_reason: string | null;
  readonly held: number;
}

const propose = statement<{ id: SuppressionId }>('propose_suppression');
const approve = statement('approve_suppression');
const end = statement('end_suppression');
const lock = statement<{
  division: string;
  supervisee_id: string | null;
  state: Suppression['state'];
  proposed_by: AccountId;
  valid_to: Date;
}>('lock_suppression');
const read = statement<Row>('read_suppressions');
const readPolicy = statement<{ parameters: unknown }>('read_policy');
const findReleased = statement<{ id: AlertId; kind: AlertKind; division: string }>('find_released_alerts');
const releaseAlert = statement('release_alert');
const addAct = statement('add_alert_act');

export interface NewSuppression {
  readonly division: string;
  readonly superviseeId: string | null;
  readonly deviceId: string | null;
  readonly kind: AlertKind | null;
  readonly reason: string;
  readonly to: Instant;
  readonly by: AccountId;
  readonly at: Instant;
  readonly needsSecond: boolean;
}

export interface SuppressionSearch {
  readonly superviseeId?: string | undefined;
  /** Only what is in force, or proposed, at a time. */
  readonly standingAt?: Instant | undefined;
  readonly id?: SuppressionId | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** What holds alerts back: who said so, for whom and what, until when. */
export class SuppressionStore {
  constructor(private readonly db: Database) {}

  async propose(wanted: NewSuppression): Promise<SuppressionId> {
    const { division, superviseeId, deviceId, kind, reason, to, by, at, needsSecond } = wanted;
    const scope = [division, superviseeId, deviceId, kind];
    const [row] = await propose(this.db, ...scope, reason, new Date(to), by, new Date(at), needsSecond);
    if (row === undefined) throw new Error('a suppression was proposed and has no id');
    return row.id;
  }

  async lock(id: SuppressionId, jurisdiction: string) {
    const [row] = await lock(this.db, id, jurisdiction);
    return row && { ...row, proposedBy: row.proposed_by };
  }

  async approve(id: SuppressionId, by: AccountId, at: Instant): Promise<void> {
    await approve(this.db, id, by, new Date(at));
  }

  async end(id: SuppressionId, by: AccountId, at: Instant, reason: string): Promise<void> {
    await end(this.db, id, by, new Date(at), reason);
  }

  async list(jurisdiction: string, search: SuppressionSearch): Promise<Suppression[]> {
    const { superviseeId = null, standingAt, id = null, before = null, limit } = search;
    const standing = standingAt === undefined ? null : new Date(standingAt);
    return (await read(this.db, jurisdiction, superviseeId, standing, id, before, limit)).map(suppressionOf);
  }

  /** The parameters of the policy in force for a division. */
  async policy(division: string, at: Instant): Promise<unknown> {
    return (await readPolicy(this.db, 'suppression', division, new Date(at)))[0]?.parameters ?? {};
  }

  /** Alerts that go on and are held back no more; locked. */
  async released(now: Instant, limit: number) {
    return findReleased(this.db, new Date(now), limit);
  }

  async release(id: AlertId, at: Instant, dueAt: Instant): Promise<void> {
    await releaseAlert(this.db, id, new Date(dueAt));
    await addAct(this.db, id, new Date(at), null, 'release', null, null);
  }
}

const suppressionOf = (row: Row): Suppression => ({
  id: row.id,
  division: row.division,
  superviseeId: row.supervisee_id,
  superviseeName: row.supervisee_name,
  deviceId: row.device_id,
  kind: row.kind,
  reason: row.reason,
  to: iso(row.valid_to),
  state: row.state,
  proposedBy: { id: row.proposed_by, name: row.proposed_by_name },
  proposedAt: iso(row.proposed_at),
  approvedBy:
    row.approved_by === null || row.approved_by_name === null
      ? null
      : { id: row.approved_by, name: row.approved_by_name },
  approvedAt: isoOrNull(row.approved_at),
  endedAt: isoOrNull(row.ended_at),
  endReason: row.end_reason,
  held: row.held,
});
