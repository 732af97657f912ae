import { groupedBy, instant, type FactId, type Instant, type SuperviseeId } from '#libs/kernel';
import { points, writePoints, type Fact, type Points } from '#libs/points';
import type { FactKind, SuperviseeFact } from '#libs/protocol';
import { iso } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: FactId;
  readonly supervisee_id: SuperviseeId;
  readonly kind: FactKind;
  readonly at: Date;
  readonly until: Date;
  readonly hours: string | null;
  readonly outcome: SuperviseeFact['outcome'];
  readonly evidence: string;
  readonly recorded_by: string;
  readonly recorded_by_name: string;
  readonly recorded_at: Date;
  readonly withdrawn_reason: string | null;
  readonly withdrawn_by: string | null;
  readonly withdrawn_by_name: string | null;
  readonly withdrawn_at: Date | null;
}

const addFact = statement<{ id: FactId }>('add_points_fact');
const withdrawFact = statement<{ fact_id: FactId }>('withdraw_points_fact');
const lockFact = statement<{ supervisee_id: SuperviseeId; division: string }>('lock_points_fact');
const readFacts = statement<Row>('read_points_facts');

export interface NewFact {
  readonly kind: FactKind;
  readonly at: Instant;
  readonly to: Instant;
  readonly hours: Points | null;
  readonly outcome: SuperviseeFact['outcome'];
  readonly evidence: string;
}

/** What is on record about people besides what wristbands say. What was recorded stays; a withdrawal stands beside it. */
export class PointsFactStore {
  constructor(private readonly db: Database) {}

  async add(
    superviseeId: SuperviseeId,
    fact: NewFact,
    by: { readonly account: string; readonly at: Instant },
  ): Promise<FactId> {
    const { kind, at, to, hours, outcome, evidence } = fact;
    const when = [new Date(at), new Date(to)] as const;
    const who = [by.account, new Date(by.at)] as const;
    const [row] = await addFact(this.db, superviseeId, kind, ...when, hours, outcome, evidence, ...who);
    if (row === undefined) throw new Error('a fact was added and has no id');
    return row.id;
  }

  /** Whose it is, held until the transaction ends; undefined outside the jurisdiction. */
  async lock(id: FactId, jurisdiction: string) {
    const [row] = await lockFact(this.db, id, jurisdiction);
    return row && { superviseeId: row.supervisee_id, division: row.division };
  }

  /** False when it was withdrawn before. */
  async withdraw(id: FactId, reason: string, by: { readonly account: string; readonly at: Instant }): Promise<boolean> {
    return (await withdrawFact(this.db, id, reason, by.account, new Date(by.at))).length === 1;
  }

  async listOf(id: SuperviseeId): Promise<SuperviseeFact[]> {
    return (await readFacts(this.db, [id])).map(factOf);
  }

  /** Those that stand, as points look at them. */
  async standing(ids: readonly SuperviseeId[]): Promise<ReadonlyMap<SuperviseeId, Fact[]>> {
    const rows = (await readFacts(this.db, ids)).filter(({ withdrawn_at }) => withdrawn_at === null);
    const groups = groupedBy(rows, (row) => row.supervisee_id);
    return new Map([...groups].map(([id, of]) => [id, of.map(standingOf)]));
  }
}

const standingOf = (row: Row): Fact => ({
  id: row.id,
  kind: row.kind,
  at: instant(row.at.getTime()),
  to: instant(row.until.getTime()),
  amount: row.hours === null ? null : points(BigInt(row.hours)),
  outcome: row.outcome,
});

function factOf(row: Row): SuperviseeFact {
  const { withdrawn_at: gone, withdrawn_by: by } = row;
  return {
    id: row.id,
    superviseeId: row.supervisee_id,
    kind: row.kind,
    at: iso(row.at),
    to: iso(row.until),
    hours: row.hours === null ? null : writePoints(BigInt(row.hours)),
    outcome: row.outcome,
    evidence: row.evidence,
    recordedBy: { id: row.recorded_by, name: row.recorded_by_name },
    recordedAt: iso(row.recorded_at),
    withdrawn:
      gone === null || by === null
        ? null
        : { reason: row.withdrawn_reason ?? '', by: { id: by, name: row.withdrawn_by_name ?? '' }, at: iso(gone) },
  };
}
