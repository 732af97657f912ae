import type { AccountId, AlertId, Instant } from '#libs/kernel';
import type { AlertSummary, contactResults, contactWays } from '#libs/protocol';
import { statement, type Database } from './statement.js';

interface LockedRow {
  readonly id: AlertId;
  readonly division: string;
  readonly supervisee_id: string;
  readonly severity: AlertSummary['severity'];
  /** As stored: without `ended`. */
  readonly state: 'open' | 'claimed' | 'waiting' | 'resolved' | 'suppressed';
  readonly owner: AccountId | null;
  readonly claimed_at: Date | null;
  readonly acked_at: Date | null;
  readonly resolution: string | null;
  readonly resolved_by: AccountId | null;
  readonly resolved_at: Date | null;
}
export type LockedAlert = LockedRow;

const lockAlert = statement<LockedRow>('lock_alert');
const claimAlert = statement('claim_alert');
const ackAlert = statement('ack_alert');
const touchAlert = statement('touch_alert');
const resolveAlert = statement('resolve_alert');
const passAlertUp = statement('pass_alert_up');
const waitForContact = statement('wait_for_contact');
const addContactAttempt = statement('add_contact_attempt');
const addAct = statement('add_alert_act');

export interface AlertAct {
  readonly alertId: AlertId;
  readonly by: AccountId;
  readonly at: Instant;
}

export interface ContactAttempt {
  readonly way: (typeof contactWays)[number];
  readonly result: (typeof contactResults)[number];
  readonly note: string;
}

/** What officers do with alerts; each act leaves a line of its own. Lock the alert first. */
export class AlertActStore {
  constructor(private readonly db: Database) {}

  /** What an act starts from, held until the transaction ends; undefined outside the jurisdiction. */
  async lock(id: AlertId, jurisdiction: string): Promise<LockedAlert | undefined> {
    return (await lockAlert(this.db, id, jurisdiction))[0];
  }

  async claim({ alertId, by, at }: AlertAct): Promise<void> {
    await claimAlert(this.db, alertId, by, new Date(at));
    await addAct(this.db, alertId, new Date(at), by, 'claim', null, null);
  }

  async ack({ alertId, by, at }: AlertAct): Promise<void> {
    await ackAlert(this.db, alertId, by, new Date(at));
    await addAct(this.db, alertId, new Date(at), by, 'ack', null, null);
  }

  async note({ alertId, by, at }: AlertAct, note: string): Promise<void> {
    await touchAlert(this.db, alertId);
    await addAct(this.db, alertId, new Date(at), by, 'note', null, note);
  }

  async resolve({ alertId, by, at }: AlertAct, code: string, note: string): Promise<void> {
    await resolveAlert(this.db, alertId, by, new Date(at), code, note);
    await addAct(this.db, alertId, new Date(at), by, 'resolve', code, note || null);
  }

  /** The line says the way and the result; the attempt is a row of its own for rules that count attempts. */
  async contact({ alertId, by, at }: AlertAct, { way, result, note }: ContactAttempt): Promise<void> {
    await waitForContact(this.db, alertId, by, new Date(at));
    await addContactAttempt(this.db, alertId, by, new Date(at), way, result, note);
    await addAct(this.db, alertId, new Date(at), by, 'contact', `${way}.${result}`, note || null);
  }

  async passUp({ alertId, by, at }: AlertAct, note: string, dueAt: Instant): Promise<void> {
    await passAlertUp(this.db, alertId, new Date(at), new Date(dueAt));
    await addAct(this.db, alertId, new Date(at), by, 'escalate', null, note || null);
  }
}
