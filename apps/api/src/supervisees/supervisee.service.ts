import { Injectable } from '@nestjs/common';
import { DomainError, type SuperviseeId } from '#libs/kernel';
import type { newSupervisee, Supervisee, superviseeChange } from '#libs/protocol';
import { DivisionView, SuperviseeStore, SuperviseeView, type Database } from '#libs/store';
import type { z } from 'zod';
import { found, insistOnJurisdiction, invalidAt, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';

/** The register of supervisees. */
@Injectable()
export class SuperviseeService {
  async add(tx: Database, by: By, person: z.output<typeof newSupervisee>): Promise<Done<Supervisee>> {
    insistOnJurisdiction(by, person.division);
    await insistOnCounty(tx, person.division);
    const id = await new SuperviseeStore(tx).add(person, by.at);
    return this.#done(tx, by, id, 'supervisee.registered', { category: person.category });
  }

  async change(
    tx: Database,
    by: By,
    id: SuperviseeId,
    { version, ...change }: z.output<typeof superviseeChange>,
  ): Promise<Done<Supervisee>> {
    const store = new SuperviseeStore(tx);
    const before = found(await store.lock(id, by.officer.division), 'supervisee.not-found');
    if (before.version !== version) {
      throw new DomainError('supervisee.changed-meanwhile', 'Look at it again', { version: before.version });
    }
    await insistOnSense(tx, by, { ...before, ...defined(change) });
    await store.change(id, change);
    // Names and notes are personal; that they were changed is enough for the log.
    return this.#done(tx, by, id, 'supervisee.changed', { fields: Object.keys(defined(change)).sort(), from: version });
  }

  async #done(
    tx: Database,
    by: By,
    id: SuperviseeId,
    action: string,
    detail: Done<Supervisee>['deeds'][number]['detail'],
  ): Promise<Done<Supervisee>> {
    const answer = found(await new SuperviseeView(tx).find(id, by.officer.division, by.at), 'supervisee.not-found');
    const { division } = answer;
    return {
      answer,
      deeds: [{ action, subject: `supervisee:${id}`, division, detail }],
      changes: [{ superviseeId: id, division, what: 'supervisee' }],
    };
  }
}

async function insistOnSense(
  tx: Database,
  by: By,
  person: { readonly division: string; readonly termFrom: string; readonly termTo: string },
): Promise<void> {
  if (person.termFrom >= person.termTo) throw invalidAt('/termTo', 'the term must end after it begins');
  insistOnJurisdiction(by, person.division);
  await insistOnCounty(tx, person.division);
}

/** The county is the inclusion zone unless another is given: without its border nobody would be watched. */
async function insistOnCounty(tx: Database, division: string): Promise<void> {
  if (await new DivisionView(tx).knowsCountyOf(division)) return;
  const errors = [{ pointer: '/division', detail: 'the border of this county is not known here' }];
  throw new DomainError('division.unknown', 'Import the county first', { division }, undefined, errors);
}

function defined<T extends object>(change: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
