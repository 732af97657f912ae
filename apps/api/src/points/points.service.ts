import { Injectable } from '@nestjs/common';
import { after, days, DomainError, instant, type ErrorCode, type FactId, type Instant } from '#libs/kernel';
import type { PointsEntryId, SuperviseeId } from '#libs/kernel';
import { monthOf, readPoints, worthOf } from '#libs/points';
import type { newFact, newPoints, PointsEntry, SuperviseeFact } from '#libs/protocol';
import {
  PointsFactStore,
  PointsLedgerStore,
  PointsProposalStore,
  PointsSchemeStore,
  SuperviseeStore,
  type Database,
  type PlatformDeed,
} from '#libs/store';
import type { z } from 'zod';
import { found, invalidAt, type By } from '../http/by.js';
import type { Deed, Done } from '../http/writes.js';

type Act = PointsEntry['acts'][number]['act'];

/** From what an act starts, and who may not do it: whoever did that to the same entry. */
const acts: Readonly<Record<Act, { readonly from: PointsEntry['state']; readonly notBy: 'proposer' | Act | null }>> = {
  confirmed: { from: 'proposed', notBy: 'proposer' },
  withdrawn: { from: 'proposed', notBy: null },
  objected: { from: 'confirmed', notBy: null },
  upheld: { from: 'confirmed', notBy: 'confirmed' },
  overturned: { from: 'confirmed', notBy: 'confirmed' },
};

/** The ledger of somebody, and the facts that it rests on. */
@Injectable()
export class PointsService {
  async propose(
    tx: Database,
    by: By,
    id: SuperviseeId,
    wanted: z.output<typeof newPoints>,
  ): Promise<Done<PointsEntry>> {
    const { division } = found(await new SuperviseeStore(tx).lock(id, by.officer.division), 'supervisee.not-found');
    const at = pastMoment(wanted.at, by.at);
    const version = await new PointsSchemeStore(tx).inForce(division, monthOf(at));
    if (version === undefined) throw new DomainError('points.no-scheme', 'No scheme applies to that month');
    const item = version.scheme.items.find(({ code }) => code === wanted.item);
    if (item === undefined) throw invalidAt('/item', 'the scheme in force has no such item');
    const hours = wanted.hours === undefined ? null : (readPoints(wanted.hours) ?? null);
    if ((item.formula === undefined) !== (hours === null)) throw invalidAt('/hours', 'for an item that counts hours');
    const asked = worthOf(item, hours);
    if (asked <= 0n) throw invalidAt('/hours', 'this comes to nothing');
    const entry = await new PointsLedgerStore(tx).propose({
      superviseeId: id,
      division,
      version,
      item: item.code,
      asked,
      at,
      reason: wanted.reason,
      factId: null,
      alerts: [],
      by: { account: by.officer.id, at: by.at },
    });
    if (entry === undefined) throw new Error('an entry was proposed and has no id');
    return this.#done(tx, by, entry, division, 'points.proposed');
  }

  async act(tx: Database, by: By, id: PointsEntryId, act: Act, reason: string): Promise<Done<PointsEntry>> {
    const ledger = new PointsLedgerStore(tx);
    const { superviseeId, division } = found(await ledger.lock(id, by.officer.division), 'points.entry-not-found');
    const entry = found(await ledger.find(id, by.officer.division), 'points.entry-not-found');
    insistOnTurn(entry, act, by);
    const due = act === 'objected' ? { due: await this.#objection(tx, entry, division, by) } : {};
    await ledger.act(id, { act, reason, ...due }, { account: by.officer.id, at: by.at });
    if (act === 'confirmed' || act === 'overturned') await ledger.settle(superviseeId, division, by.at);
    return this.#done(tx, by, id, division, `points.${act}`);
  }

  async recordFact(
    tx: Database,
    by: By,
    id: SuperviseeId,
    wanted: z.output<typeof newFact>,
  ): Promise<Done<SuperviseeFact>> {
    const { division } = found(await new SuperviseeStore(tx).lock(id, by.officer.division), 'supervisee.not-found');
    const at = pastMoment(wanted.at, by.at);
    const to = wanted.to === undefined ? at : instant(Date.parse(wanted.to));
    if (to < at) throw invalidAt('/to', 'it must end after it begins');
    const hours = wanted.hours === undefined ? null : (readPoints(wanted.hours) ?? null);
    if (hours !== null && hours <= 0n) throw invalidAt('/hours', 'more than none');
    const { kind, outcome = null, evidence } = wanted;
    const facts = new PointsFactStore(tx);
    const fact = await facts.add(id, { kind, at, to, hours, outcome, evidence }, { account: by.officer.id, at: by.at });
    return this.#factDone(tx, by, id, division, fact, 'fact.recorded');
  }

  async withdrawFact(tx: Database, by: By, id: FactId, reason: string): Promise<Done<SuperviseeFact>> {
    const facts = new PointsFactStore(tx);
    const { superviseeId, division } = found(await facts.lock(id, by.officer.division), 'fact.not-found');
    const withdrawn = await facts.withdraw(id, reason, { account: by.officer.id, at: by.at });
    if (!withdrawn) throw new DomainError('fact.withdrawn', 'It was withdrawn before');
    return this.#factDone(tx, by, superviseeId, division, id, 'fact.withdrawn');
  }

  /** Objections are heard for so many days after confirmation, and answered in so many. */
  async #objection(tx: Database, entry: PointsEntry, division: string, { at }: By): Promise<Instant> {
    const versions = await new PointsSchemeStore(tx).versions([`${entry.scheme.id}/${entry.scheme.version}`]);
    const month = [...versions.values()][0]?.scheme.month;
    if (month === undefined) throw new DomainError('points.no-scheme', `No scheme applies to ${division}`);
    const confirmed = entry.acts.find(({ act }) => act === 'confirmed');
    const last = after(instant(Date.parse(confirmed?.at ?? '')), days(month.publicityDays + month.objectionDays));
    if (at > last) throw new DomainError('points.too-late', 'The time for objections is over');
    return after(at, days(month.reviewDays));
  }

  async #factDone(
    tx: Database,
    by: By,
    superviseeId: SuperviseeId,
    division: string,
    id: FactId,
    action: string,
  ): Promise<Done<SuperviseeFact>> {
    const made = await new PointsProposalStore(tx).propose(superviseeId, division, by.at);
    const facts = await new PointsFactStore(tx).listOf(superviseeId);
    const answer = found(
      facts.find((fact) => fact.id === id),
      'fact.not-found',
    );
    const subject = `supervisee:${superviseeId}`;
    const deeds: Deed[] = [{ action, subject, division, detail: { fact: id, kind: answer.kind } }];
    return { answer, deeds: [...deeds, ...made.map((deed) => followed(deed, subject, division))] };
  }

  async #done(tx: Database, by: By, id: PointsEntryId, division: string, action: string): Promise<Done<PointsEntry>> {
    const answer = found(await new PointsLedgerStore(tx).find(id, by.officer.division), 'points.entry-not-found');
    const detail = { entry: id, item: answer.item, counted: answer.counted };
    return { answer, deeds: [{ action, subject: `supervisee:${answer.superviseeId}`, division, detail }] };
  }
}

/** What the platform did because of what the officer did. */
const followed = ({ action, entry, item }: PlatformDeed, subject: string, division: string): Deed => ({
  action,
  subject,
  division,
  detail: { entry, item, because: 'fact' },
});

function insistOnTurn(entry: PointsEntry, act: Act, { officer }: By): void {
  const { from, notBy } = acts[act];
  const refuse = (code: ErrorCode, why: string): DomainError => new DomainError(code, why, { state: entry.state });
  const did = (what: Act) => entry.acts.find((one) => one.act === what);
  if (entry.state !== from || did(act) !== undefined) throw refuse('points.not-now', `It is ${entry.state}`);
  if (act === 'upheld' && did('objected') === undefined) throw refuse('points.not-now', 'Nobody objected');
  const other = notBy === 'proposer' ? entry.proposedBy : notBy === null ? null : did(notBy)?.by;
  if (other?.id === officer.id) throw refuse('points.own-proposal', 'Somebody else decides on what you did');
}

function pastMoment(text: string, now: Instant): Instant {
  const at = instant(Date.parse(text));
  if (at > now) throw invalidAt('/at', 'it has not happened yet');
  return at;
}
