import { groupedBy } from '#libs/kernel';
import type { AccountId, Instant, LeaveId, SuperviseeId } from '#libs/kernel';
import type { Leave, Role } from '#libs/protocol';
import { iso } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly leave_id: LeaveId;
  readonly version: number;
  readonly state: Leave['state'];
  readonly place_name: string;
  readonly division: string | null;
  readonly geometry: Leave['geometry'];
  readonly circle: Leave['circle'];
  readonly reason: string;
  readonly valid_from: Date;
  readonly valid_to: Date;
  readonly approved_by: string;
  readonly note: string | null;
  readonly made_by: string;
  readonly made_role: Role;
  readonly made_at: Date;
}

const addLeave = statement<{ id: LeaveId }>('add_leave');
const addVersion = statement('add_leave_version');
const followLeave = statement('follow_leave');
const lockLeave = statement<{ supervisee_id: SuperviseeId; division: string }>('lock_leave');
const readLeaves = statement<Row>('read_leaves');

export type ApprovedLeave = Pick<Leave, 'placeName' | 'division' | 'geometry' | 'circle' | 'reason' | 'approvedBy'> & {
  readonly from: Instant;
  readonly to: Instant;
};
export interface MadeBy {
  readonly account: AccountId;
  readonly role: Role;
  readonly at: Instant;
}

/** Approved leave (外出审批), version by version. */
export class LeaveStore {
  constructor(private readonly db: Database) {}

  async add(superviseeId: SuperviseeId, leave: ApprovedLeave, by: MadeBy): Promise<LeaveId> {
    const [row] = await addLeave(this.db, superviseeId, new Date(by.at));
    if (row === undefined) throw new Error('a leave was added and has no id');
    const { placeName, division, reason, approvedBy } = leave;
    const [area, round] = [leave.geometry, leave.circle].map((shape) => shape && JSON.stringify(shape));
    const place = [placeName, division, area, round, reason] as const;
    const made = [approvedBy, by.account, by.role, new Date(by.at)] as const;
    await addVersion(this.db, row.id, ...place, new Date(leave.from), new Date(leave.to), ...made);
    return row.id;
  }

  /** What a decision starts from, held until the transaction ends; undefined outside the jurisdiction. */
  async lock(id: LeaveId, jurisdiction: string) {
    const [row] = await lockLeave(this.db, id, jurisdiction);
    return row && { superviseeId: row.supervisee_id, division: row.division };
  }

  /** A further version. Lock the leave first. */
  async follow(id: LeaveId, state: Leave['state'], note: string | null, by: MadeBy): Promise<void> {
    await followLeave(this.db, id, state, note, by.account, by.role, new Date(by.at));
  }

  /** All of a supervisee, newest first. */
  async listOf(superviseeId: SuperviseeId): Promise<Leave[]> {
    const rows = await readLeaves(this.db, superviseeId);
    return [...groupedBy(rows, (row) => row.leave_id).values()].map((versions) => leaveOf(superviseeId, versions));
  }
}

function leaveOf(superviseeId: SuperviseeId, versions: readonly Row[]): Leave {
  const newest = versions.at(-1) as Row;
  return {
    id: newest.leave_id,
    superviseeId,
    state: newest.state,
    placeName: newest.place_name,
    division: newest.division,
    geometry: newest.geometry,
    circle: newest.circle,
    reason: newest.reason,
    from: iso(newest.valid_from),
    to: iso(newest.valid_to),
    approvedBy: newest.approved_by,
    versions: versions.map((row) => ({
      version: row.version,
      state: row.state,
      at: iso(row.made_at),
      by: row.made_by,
      role: row.made_role,
      note: row.note,
    })),
  };
}
