import { Injectable } from '@nestjs/common';
import { validateArea } from '#libs/geo';
import { DomainError, instant, type LeaveId, type SuperviseeId } from '#libs/kernel';
import type { Leave, newLeave } from '#libs/protocol';
import { DivisionView, LeaveStore, SuperviseeStore, type ApprovedLeave, type Database } from '#libs/store';
import type { z } from 'zod';
import { found, invalidAt, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';

/** Approved leave (Community Correction Law art. 27): written down, reported back from, withdrawn. */
@Injectable()
export class LeaveService {
  async approve(tx: Database, by: By, id: SuperviseeId, wanted: z.output<typeof newLeave>): Promise<Done<Leave>> {
    const person = found(await new SuperviseeStore(tx).lock(id, by.officer.division), 'supervisee.not-found');
    const leave = await leaveOf(tx, by, wanted);
    const added = await new LeaveStore(tx).add(id, leave, madeBy(by));
    return this.#done(tx, 'leave.approved', added, id, person.division);
  }

  reportBack(tx: Database, by: By, id: LeaveId, note: string | null): Promise<Done<Leave>> {
    return this.#follow(tx, by, id, 'reported_back', note);
  }

  withdraw(tx: Database, by: By, id: LeaveId, reason: string): Promise<Done<Leave>> {
    return this.#follow(tx, by, id, 'withdrawn', reason);
  }

  async #follow(
    tx: Database,
    by: By,
    id: LeaveId,
    state: 'reported_back' | 'withdrawn',
    note: string | null,
  ): Promise<Done<Leave>> {
    const store = new LeaveStore(tx);
    const { superviseeId, division } = found(await store.lock(id, by.officer.division), 'leave.not-found');
    const before = found(await find(tx, superviseeId, id), 'leave.not-found');
    if (before.state !== 'approved') throw new DomainError('leave.over', 'It is over', { state: before.state });
    await store.follow(id, state, note, madeBy(by));
    return this.#done(
      tx,
      state === 'withdrawn' ? 'leave.withdrawn' : 'leave.reported-back',
      id,
      superviseeId,
      division,
    );
  }

  async #done(
    tx: Database,
    action: string,
    id: LeaveId,
    superviseeId: SuperviseeId,
    division: string,
  ): Promise<Done<Leave>> {
    const answer = found(await find(tx, superviseeId, id), 'leave.not-found');
    const detail = { leave: id, version: answer.versions.length, from: answer.from, to: answer.to };
    return {
      answer,
      deeds: [{ action, subject: `supervisee:${superviseeId}`, division, detail }],
      changes: [{ superviseeId, division, what: 'leave' }],
    };
  }
}

const find = async (tx: Database, superviseeId: SuperviseeId, id: LeaveId): Promise<Leave | undefined> =>
  (await new LeaveStore(tx).listOf(superviseeId)).find((leave) => leave.id === id);

const madeBy = ({ officer, at }: By) => ({ account: officer.id, role: officer.role, at });

async function leaveOf(tx: Database, by: By, wanted: z.output<typeof newLeave>): Promise<ApprovedLeave> {
  const { placeName, reason, approvedBy, circle = null, division = null } = wanted;
  const [from, to] = [instant(Date.parse(wanted.from)), instant(Date.parse(wanted.to))];
  if (to <= from) throw invalidAt('/to', 'a leave must end after it begins');
  if (to <= by.at) throw invalidAt('/to', 'a leave that is over permits nothing');
  if (division !== null && !(await new DivisionView(tx).hasBorders(division))) {
    const errors = [{ pointer: '/division', detail: 'no border is known of it: draw the place' }];
    throw new DomainError('division.unknown', 'No border is known of it', {}, undefined, errors);
  }
  const checked = wanted.geometry === undefined ? undefined : validateArea(wanted.geometry);
  if (checked !== undefined && !checked.ok) {
    const { pointer, detail, reason: why } = checked.reason;
    const errors = [{ pointer: `/geometry${pointer}`, detail }];
    throw new DomainError('zone.geometry-invalid', detail, { reason: why }, undefined, errors);
  }
  const geometry = (checked?.value ?? null) as Leave['geometry'];
  return { placeName, reason, approvedBy, circle, division, geometry, from, to };
}
