import type { AccountId, HoldId, Instant, SuperviseeId } from '#libs/kernel';
import type { Hold, Role } from '#libs/protocol';
import { iso, isoOrNull } from './row-time.js';
import { statement, type Database } from './statement.js';

const lockHolds = statement('lock_legal_holds');
const placeHold = statement<{ id: HoldId }>('place_hold');
const releaseHold = statement('release_hold');
const lockHold = statement<{
  supervisee_id: SuperviseeId;
  division: string;
  placed_role: Role;
  released_at: Date | null;
}>('lock_hold');
const readHolds = statement<{
  id: string;
  supervisee_id: string;
  ground: Hold['ground'];
  reason: string;
  placed_by: string;
  placed_by_name: string;
  placed_role: Role;
  placed_at: Date;
  released_by: string | null;
  released_by_name: string | null;
  released_at: Date | null;
  release_reason: string | null;
}>('read_holds');

export interface NewHold {
  readonly superviseeId: SuperviseeId;
  readonly ground: Hold['ground'];
  readonly reason: string;
  readonly by: AccountId;
  readonly role: Role;
  readonly at: Instant;
}

/** Legal holds: what is not deleted, whatever the policy says. */
export class HoldStore {
  constructor(private readonly db: Database) {}

  async place({ superviseeId, ground, reason, by, role, at }: NewHold): Promise<HoldId> {
    await lockHolds(this.db);
    const [row] = await placeHold(this.db, superviseeId, ground, reason, by, role, new Date(at));
    if (row === undefined) throw new Error('a hold was placed and has no id');
    return row.id;
  }

  async lock(id: HoldId, jurisdiction: string) {
    const [row] = await lockHold(this.db, id, jurisdiction);
    if (row === undefined) return undefined;
    const { supervisee_id: superviseeId, division, placed_role: placedRole, released_at: releasedAt } = row;
    return { superviseeId, division, placedRole, releasedAt };
  }

  async release(id: HoldId, by: AccountId, at: Instant, reason: string): Promise<void> {
    await releaseHold(this.db, id, by, new Date(at), reason);
  }

  /** All of a supervisee, newest first. */
  async listOf(superviseeId: SuperviseeId): Promise<Hold[]> {
    return (await readHolds(this.db, superviseeId)).map((row) => ({
      id: row.id,
      superviseeId: row.supervisee_id,
      ground: row.ground,
      reason: row.reason,
      placedBy: { id: row.placed_by, name: row.placed_by_name },
      placedRole: row.placed_role,
      placedAt: iso(row.placed_at),
      releasedBy: row.released_by === null ? null : { id: row.released_by, name: row.released_by_name ?? '' },
      releasedAt: isoOrNull(row.released_at),
      releaseReason: row.release_reason,
    }));
  }
}
