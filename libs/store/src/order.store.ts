import type { AccountId, Instant, OrderId, SuperviseeId } from '#libs/kernel';
import type { Order } from '#libs/protocol';
import { iso, isoOrNull } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: string;
  readonly supervisee_id: string;
  readonly ground: Order['ground'];
  readonly evidence: string;
  readonly valid_from: Date;
  readonly valid_to: Date;
  readonly state: Order['state'];
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly approved_by: string | null;
  readonly approved_at: Date | null;
  readonly ended_at: Date | null;
  readonly end_reason: string | null;
}

const readOrders = statement<Row>('read_orders');
const lockOrder = statement<{
  id: OrderId;
  supervisee_id: SuperviseeId;
  division: string;
  state: Order['state'];
  proposed_by: AccountId;
  valid_to: Date;
}>('lock_order');
const proposeOrder = statement<{ id: OrderId }>('propose_order');
const approveOrder = statement('approve_order');
const endOrder = statement('end_order');

export interface Proposal {
  readonly superviseeId: SuperviseeId;
  readonly ground: Order['ground'];
  readonly evidence: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly by: AccountId;
  readonly at: Instant;
}

/** Device orders (使用电子定位装置决定). */
export class OrderStore {
  constructor(private readonly db: Database) {}

  /** All of a supervisee, newest first. */
  async listOf(supervisee: SuperviseeId): Promise<Order[]> {
    return (await readOrders(this.db, supervisee)).map(orderOf);
  }

  async propose({ superviseeId, ground, evidence, from, to, by, at }: Proposal): Promise<OrderId> {
    const times = [new Date(from), new Date(to)];
    const [row] = await proposeOrder(this.db, superviseeId, ground, evidence, ...times, by, new Date(at));
    if (row === undefined) throw new Error('an order was proposed and has no id');
    return row.id;
  }

  /** What a decision starts from, held until the transaction ends; undefined outside the jurisdiction. */
  async lock(id: OrderId, jurisdiction: string) {
    const [row] = await lockOrder(this.db, id, jurisdiction);
    return row && { ...row, superviseeId: row.supervisee_id, proposedBy: row.proposed_by };
  }

  async approve(id: OrderId, by: AccountId, at: Instant): Promise<void> {
    await approveOrder(this.db, id, by, new Date(at));
  }

  async end(id: OrderId, by: AccountId, at: Instant, reason: string | null): Promise<void> {
    await endOrder(this.db, id, by, new Date(at), reason);
  }
}

function orderOf(row: Row): Order {
  return {
    id: row.id,
    superviseeId: row.supervisee_id,
    ground: row.ground,
    evidence: row.evidence,
    from: iso(row.valid_from),
    to: iso(row.valid_to),
    state: row.state,
    proposedBy: row.proposed_by,
    proposedAt: iso(row.proposed_at),
    approvedBy: row.approved_by,
    approvedAt: isoOrNull(row.approved_at),
    endedAt: isoOrNull(row.ended_at),
    endReason: row.end_reason,
  };
}
