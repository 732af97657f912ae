import type { AlertId, Instant } from '#libs/kernel';
import type { Severity } from '#libs/protocol';
import { statement, type Database } from './statement.js';

export interface FallingDue {
  readonly id: AlertId;
  readonly level: number;
  readonly dueAt: Instant;
}

const findFallingDue = statement<{ id: AlertId; level: number; due_at: Date }>('find_alerts_falling_due');
const lockFallingDue = statement<{ id: AlertId; division: string; severity: Severity }>('lock_alert_falling_due');
const passUp = statement('pass_alert_up');
const addAct = statement('add_alert_act');

/** Alerts nobody has claimed in time, and their way up. */
export class EscalationStore {
  constructor(private readonly db: Database) {}

  async fallingDueBefore(time: Instant, limit: number): Promise<FallingDue[]> {
    const rows = await findFallingDue(this.db, new Date(time), limit);
    return rows.map(({ id, level, due_at }) => ({ id, level, dueAt: due_at.getTime() as Instant }));
  }

  /** Undefined when somebody has taken it on, or it has gone up already. */
  async lock(id: AlertId, level: number, now: Instant): Promise<{ division: string; severity: Severity } | undefined> {
    const [row] = await lockFallingDue(this.db, id, level, new Date(now));
    return row;
  }

  async passUp(id: AlertId, now: Instant, dueAt: Instant): Promise<void> {
    await passUp(this.db, id, new Date(now), new Date(dueAt));
    await addAct(this.db, id, new Date(now), null, 'escalate', null, null);
  }
}
