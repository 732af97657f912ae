import { Injectable } from '@nestjs/common';
import { responseTime } from '#libs/casework';
import {
  after,
  DomainError,
  instant,
  isoInShanghai,
  alertId,
  type AccountId,
  type AlertId,
  type IncidentId,
} from '#libs/kernel';
import type { AlertDetail, ConsoleEventType, Incident } from '#libs/protocol';
import {
  AccountStore,
  AlertActStore,
  AlertView,
  IncidentStore,
  summaryOf,
  type ContactAttempt,
  type Database,
  type FeedNotice,
  type LockedAlert,
} from '#libs/store';
import { found, type By } from '../http/by.js';
import type { Deed, Done } from '../http/writes.js';

/**
 * The officer's acts on an alert. The row is locked before it is looked at, so that of two officers who claim at once
 * exactly one wins, and events about an alert leave in the order of its versions.
 */
@Injectable()
export class AlertService {
  /** To claim what one has claimed already changes nothing. */
  async claim(tx: Database, by: By, id: AlertId): Promise<Done<AlertDetail>> {
    const alert = await lockUnresolved(tx, by, id);
    if (alert.owner === by.officer.id) return unchanged(tx, by, id);
    await insistOnOwn(tx, alert, by);
    await new AlertActStore(tx).claim(actOf(by, id));
    return this.#done(tx, by, alert, 'alert.claimed', {});
  }

  /** Once heard is heard. */
  async ack(tx: Database, by: By, id: AlertId): Promise<Done<AlertDetail>> {
    const alert = await lockUnresolved(tx, by, id);
    if (alert.acked_at !== null) return unchanged(tx, by, id);
    await new AlertActStore(tx).ack(actOf(by, id));
    return this.#done(tx, by, alert, 'alert.acknowledged', {});
  }

  /** Also to what is resolved: what is learnt later belongs there too. */
  async note(tx: Database, by: By, id: AlertId, note: string): Promise<Done<AlertDetail>> {
    const alert = await lock(tx, by, id);
    await new AlertActStore(tx).note(actOf(by, id), note);
    return this.#done(tx, by, alert, 'alert.noted', { length: note.length });
  }

  async resolve(tx: Database, by: By, id: AlertId, code: string, note: string): Promise<Done<AlertDetail>> {
    const alert = await lockUnresolved(tx, by, id);
    await insistOnOwn(tx, alert, by);
    await new AlertActStore(tx).resolve(actOf(by, id), code, note);
    return this.#done(tx, by, alert, 'alert.resolved', { code }, 'alert.resolved');
  }

  /** Of the members, those that are open to this officer; who claimed one goes on with it. */
  async resolveAll(tx: Database, by: By, id: IncidentId, code: string, note: string): Promise<Done<Incident>> {
    const before = found(await new IncidentStore(tx).find(id, by.officer.division), 'incident.not-found');
    const deeds: Deed[] = [];
    const notices: FeedNotice[] = [];
    for (const member of before.members) {
      const alert = await lock(tx, by, alertId(member.id));
      const theirs = alert.owner !== null && alert.owner !== by.officer.id;
      if (theirs || alert.state === 'resolved' || alert.state === 'suppressed') continue;
      await new AlertActStore(tx).resolve(actOf(by, alert.id), code, note);
      const done = await this.#done(tx, by, alert, 'alert.resolved', { code, incident: id }, 'alert.resolved');
      deeds.push(...done.deeds);
      notices.push(...(done.notices ?? []));
    }
    const answer = found(await new IncidentStore(tx).find(id, by.officer.division), 'incident.not-found');
    return { answer, deeds, notices };
  }

  /** Whoever tries to reach the supervisee works on it from then on. */
  async contact(tx: Database, by: By, id: AlertId, attempt: ContactAttempt): Promise<Done<AlertDetail>> {
    const alert = await lockUnresolved(tx, by, id);
    await insistOnOwn(tx, alert, by);
    await new AlertActStore(tx).contact(actOf(by, id), attempt);
    const { way, result } = attempt;
    return this.#done(tx, by, alert, 'alert.contact-tried', { way, result });
  }

  /** Gives it to the level above: it is open again, nobody's, and due anew. */
  async escalate(tx: Database, by: By, id: AlertId, note: string): Promise<Done<AlertDetail>> {
    const alert = await lockUnresolved(tx, by, id);
    await insistOnOwn(tx, alert, by);
    await new AlertActStore(tx).passUp(actOf(by, id), note, after(by.at, responseTime[alert.severity]));
    return this.#done(tx, by, alert, 'alert.escalated', {});
  }

  async #done(
    tx: Database,
    by: By,
    alert: LockedAlert,
    action: string,
    facts: Deed['detail'],
    type: ConsoleEventType = 'alert.changed',
  ): Promise<Done<AlertDetail>> {
    const data = await summaryOf(tx, alert.id);
    const detail = { supervisee: data.superviseeId, kind: data.kind, version: data.version, ...facts };
    return {
      ...(await unchanged(tx, by, alert.id)),
      deeds: [{ action, subject: `alert:${alert.id}`, division: alert.division, detail }],
      notices: [{ type, at: by.at, division: alert.division, data }],
    };
  }
}

async function unchanged(tx: Database, by: By, id: AlertId): Promise<Done<AlertDetail>> {
  const answer = found(await new AlertView(tx).find(id, by.officer.division), 'alert.not-found');
  return { answer, deeds: [] };
}

async function lock(tx: Database, by: By, id: AlertId): Promise<LockedAlert> {
  return found(await new AlertActStore(tx).lock(id, by.officer.division), 'alert.not-found');
}

async function lockUnresolved(tx: Database, by: By, id: AlertId): Promise<LockedAlert> {
  const alert = await lock(tx, by, id);
  if (alert.state === 'suppressed') throw new DomainError('alert.already-resolved', 'It was suppressed');
  if (alert.state === 'resolved') throw await alreadyResolved(tx, alert);
  return alert;
}

async function alreadyResolved(tx: Database, alert: LockedAlert): Promise<DomainError> {
  const resolvedBy = await nameOf(tx, alert.resolved_by);
  const facts = { resolvedBy, resolvedAt: timeOf(alert.resolved_at), code: alert.resolution ?? '' };
  return new DomainError('alert.already-resolved', `${resolvedBy} resolved it at ${facts.resolvedAt}`, facts);
}

/** Whoever has claimed an alert is the one who works on it. */
async function insistOnOwn(tx: Database, alert: LockedAlert, { officer }: By): Promise<void> {
  if (alert.owner === null || alert.owner === officer.id) return;
  const owner = await nameOf(tx, alert.owner);
  const facts = { ownerId: alert.owner, owner, claimedAt: timeOf(alert.claimed_at) };
  throw new DomainError('alert.claimed-by-other', `${owner} claimed it at ${facts.claimedAt}`, facts);
}

const nameOf = async (tx: Database, id: AccountId | null): Promise<string> =>
  (id === null ? undefined : await new AccountStore(tx).nameOf(id)) ?? 'the platform';

const actOf = ({ officer, at }: By, alertId: AlertId) => ({ alertId, by: officer.id, at });
const timeOf = (at: Date | null): string => (at === null ? '' : isoInShanghai(instant(at.getTime())));
