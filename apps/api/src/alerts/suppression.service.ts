import { Injectable } from '@nestjs/common';
import {
  after,
  deviceId,
  DomainError,
  hours,
  instant,
  isoInShanghai,
  superviseeId,
  type DivisionCode,
  type SuppressionId,
} from '#libs/kernel';
import type { newSuppression, Suppression } from '#libs/protocol';
import { needsSecondPerson, readSuppressionPolicy } from '#libs/rules';
import { DeviceStore, SuperviseeStore, SuppressionStore, type Database } from '#libs/store';
import type { z } from 'zod';
import { found, invalidAt, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';

/** Who holds alerts back, and for how long: see libs/rules/src/suppression.ts for what needs a second person. */
@Injectable()
export class SuppressionService {
  async propose(tx: Database, by: By, wanted: z.output<typeof newSuppression>): Promise<Done<Suppression>> {
    const division = await this.#divisionOf(tx, by, wanted);
    const to = instant(Date.parse(wanted.to));
    if (to <= by.at) throw invalidAt('/to', 'it must end after now');
    const store = new SuppressionStore(tx);
    const { longestHours } = readSuppressionPolicy(await store.policy(division, by.at));
    const latest = after(by.at, hours(longestHours));
    if (to > latest) {
      const facts = { latest: isoInShanghai(latest) };
      const errors = [{ pointer: '/to', detail: `at the latest ${facts.latest}` }];
      throw new DomainError('suppression.too-long', 'It ends by itself, and not as late as that', facts, {}, errors);
    }
    const { superviseeId: person = null, deviceId: device = null, kind = null, reason } = wanted;
    const needsSecond = needsSecondPerson(kind);
    const scope = { division, superviseeId: person, deviceId: device, kind };
    const id = await store.propose({ ...scope, reason, to, by: by.officer.id, at: by.at, needsSecond });
    return this.#done(tx, by, needsSecond ? 'suppression.proposed' : 'suppression.begun', id, { kind: kind ?? 'all' });
  }

  async approve(tx: Database, by: By, id: SuppressionId): Promise<Done<Suppression>> {
    const store = new SuppressionStore(tx);
    const one = found(await store.lock(id, by.officer.division), 'suppression.not-found');
    if (one.proposedBy === by.officer.id) {
      throw new DomainError('suppression.own-proposal', 'Somebody else has to approve it');
    }
    if (one.state !== 'proposed') {
      throw new DomainError('suppression.not-proposed', `It is ${one.state}`, { state: one.state });
    }
    if (one.valid_to.getTime() <= by.at) throw new DomainError('suppression.over', 'Its time is over');
    await store.approve(id, by.officer.id, by.at);
    return this.#done(tx, by, 'suppression.approved', id, { proposedBy: one.proposedBy });
  }

  /** The worker opens what goes on: at once, and also where this one has only run out. */
  async end(tx: Database, by: By, id: SuppressionId, reason: string): Promise<Done<Suppression>> {
    const store = new SuppressionStore(tx);
    const one = found(await store.lock(id, by.officer.division), 'suppression.not-found');
    if (one.state === 'ended' || one.valid_to.getTime() <= by.at) {
      throw new DomainError('suppression.over', 'It is over');
    }
    await store.end(id, by.officer.id, by.at, reason);
    return this.#done(tx, by, 'suppression.ended', id, { was: one.state });
  }

  /** Whose it is: of the person, of the wristband, or of all whom the officer works for. */
  async #divisionOf(tx: Database, { officer }: By, wanted: z.output<typeof newSuppression>): Promise<DivisionCode> {
    const device =
      wanted.deviceId === undefined
        ? undefined
        : found(await new DeviceStore(tx).lock(deviceId(wanted.deviceId), officer.division), 'device.not-found');
    if (wanted.superviseeId === undefined) return device?.division ?? officer.division;
    const person = await new SuperviseeStore(tx).lock(superviseeId(wanted.superviseeId), officer.division);
    return found(person, 'supervisee.not-found').division;
  }

  async #done(
    tx: Database,
    by: By,
    action: string,
    id: SuppressionId,
    facts: Readonly<Record<string, string>>,
  ): Promise<Done<Suppression>> {
    const [one] = await new SuppressionStore(tx).list(by.officer.division, { id, limit: 1 });
    const answer = found(one, 'suppression.not-found');
    const subject = answer.superviseeId === null ? `suppression:${id}` : `supervisee:${answer.superviseeId}`;
    const detail = { suppression: id, to: answer.to, ...facts };
    return { answer, deeds: [{ action, subject, division: answer.division, detail }] };
  }
}
