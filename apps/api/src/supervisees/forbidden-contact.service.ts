import { Injectable } from '@nestjs/common';
import { DomainError, superviseeId as idOf, type ContactId, type SuperviseeId } from '#libs/kernel';
import type { ForbiddenContact, newForbiddenContact, ProtectedPlace } from '#libs/protocol';
import {
  act,
  ForbiddenContactStore,
  PostgresDatabase,
  SuperviseeStore,
  SuperviseeView,
  writeJournal,
  type Database,
  type WantedContact,
} from '#libs/store';
import type { z } from 'zod';
import { found, invalidAt, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';
import { soundArea } from '../zones/sound-area.js';

/** Whom supervisees must keep away from: protected persons (受保护人) and co-offenders (同案犯). */
@Injectable()
export class ForbiddenContactService {
  constructor(private readonly db: PostgresDatabase) {}

  async forbid(
    tx: Database,
    by: By,
    id: SuperviseeId,
    wanted: z.output<typeof newForbiddenContact>,
  ): Promise<Done<ForbiddenContact>> {
    const person = found(await new SuperviseeStore(tx).lock(id, by.officer.division), 'supervisee.not-found');
    const contact = await contactOf(tx, by, id, wanted);
    const added = await new ForbiddenContactStore(tx).add(id, contact, madeBy(by));
    return this.#done(tx, 'forbidden-contact.recorded', added, id, person.division);
  }

  async withdraw(tx: Database, by: By, id: ContactId, reason: string): Promise<Done<ForbiddenContact>> {
    const store = new ForbiddenContactStore(tx);
    const { superviseeId, division } = found(await store.lock(id, by.officer.division), 'contact.not-found');
    const known = found(await find(tx, superviseeId, id), 'contact.not-found');
    if (known.state === 'withdrawn') throw new DomainError('contact.withdrawn', 'It is withdrawn already');
    await store.withdraw(id, reason, madeBy(by));
    return this.#done(tx, 'forbidden-contact.withdrawn', id, superviseeId, division);
  }

  /** The look is in the audit log before anybody has seen anything. */
  see(by: By, id: ContactId, purpose: string | undefined): Promise<ProtectedPlace> {
    if (purpose === undefined) {
      const errors = [{ pointer: '/purpose', detail: 'missing' }];
      throw new DomainError('track.purpose-missing', 'Say what you need it for', {}, undefined, errors);
    }
    return this.db.transaction(async (tx) => {
      const known = await new ForbiddenContactStore(tx).place(id, by.officer.division);
      const { superviseeId, division, place } = found(known, 'contact.not-found');
      const { id: account, role } = by.officer;
      const looked = { action: 'forbidden-contact.place-viewed', subject: `supervisee:${superviseeId}`, division };
      const detail = { contact: id };
      await writeJournal(tx, [act(by.at, { actor: `account:${account}`, role, ...looked, purpose, detail })]);
      return place;
    });
  }

  async #done(
    tx: Database,
    action: string,
    id: ContactId,
    superviseeId: SuperviseeId,
    division: string,
  ): Promise<Done<ForbiddenContact>> {
    const answer = found(await find(tx, superviseeId, id), 'contact.not-found');
    const detail = { contact: id, kind: answer.kind, version: answer.versions.length };
    const whom = [superviseeId, ...(answer.other === null ? [] : [idOf(answer.other.id)])];
    return {
      answer,
      deeds: whom.map((one) => ({ action, subject: `supervisee:${one}`, division, detail })),
      changes: whom.map((one) => ({ superviseeId: one, division, what: 'contact' as const })),
    };
  }
}

const find = async (tx: Database, of: SuperviseeId, id: ContactId): Promise<ForbiddenContact | undefined> =>
  (await new ForbiddenContactStore(tx).listOf(of)).find((contact) => contact.id === id);

const madeBy = ({ officer, at }: By) => ({ account: officer.id, role: officer.role, at });

async function contactOf(
  tx: Database,
  by: By,
  id: SuperviseeId,
  wanted: z.output<typeof newForbiddenContact>,
): Promise<WantedContact> {
  if (wanted.kind === 'protected_person') {
    const { geometry, circle = null, ...rest } = wanted;
    return { ...rest, circle, geometry: geometry === undefined ? null : soundArea(geometry, '/geometry') };
  }
  const other = idOf(wanted.superviseeId);
  if (other === id) throw invalidAt('/superviseeId', 'nobody is kept away from himself');
  // Both are the officer's to know of: a link tells each one's officers of the other.
  if (!(await new SuperviseeView(tx).covered([other], by.officer.division)).has(other)) {
    throw invalidAt('/superviseeId', 'no such supervisee');
  }
  const known = await new ForbiddenContactStore(tx).listOf(id);
  if (known.some((one) => one.other?.id === other && one.state === 'in_force')) {
    throw new DomainError('contact.exists', 'It is recorded already');
  }
  return { kind: 'co_offender', other, basis: wanted.basis };
}
