import { Injectable } from '@nestjs/common';
import { covers, DomainError, superviseeId, type Instant, type ZoneId } from '#libs/kernel';
import type { newZone, Zone } from '#libs/protocol';
import { SuperviseeView, ZoneStore, ZoneView, type Database, type Drawing, type WorldChange } from '#libs/store';
import type { z } from 'zod';
import { found, insistOnJurisdiction, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';
import { soundArea } from './sound-area.js';

type Wanted = z.output<typeof newZone>;

/** Zones are drawn, and drawn anew; what was before stays as it was for the time in which it was valid. */
@Injectable()
export class ZoneService {
  async draw(tx: Database, by: By, wanted: Wanted): Promise<Done<Zone>> {
    const drawing = await drawingOf(tx, by, wanted);
    const division = drawing.division ?? by.officer.division;
    const id = await new ZoneStore(tx).add(drawing, { account: by.officer.id, division }, by.at);
    return this.#done(tx, by, 'zone.drawn', id, by.at, division, changesFor(drawing));
  }

  async redraw(tx: Database, by: By, id: ZoneId, wanted: Wanted): Promise<Done<Zone>> {
    const store = new ZoneStore(tx);
    const before = found(await store.lock(id, by.officer.division), 'zone.not-found');
    if (!covers(by.officer.division, before.division)) {
      const facts = { division: before.division };
      throw new DomainError('officer.outside-jurisdiction', 'It was drawn above you', facts);
    }
    const drawing = await drawingOf(tx, by, wanted);
    const from = await store.redraw(id, before.version + 1, drawing, by.officer.id, by.at);
    const whom = [...changesFor(drawing), ...changesFor({ ...before, division: before.forDivision })];
    return this.#done(tx, by, 'zone.redrawn', id, from, before.division, whom);
  }

  async #done(
    tx: Database,
    by: By,
    action: string,
    id: ZoneId,
    from: Instant,
    division: string,
    changes: readonly WorldChange[],
  ): Promise<Done<Zone>> {
    const answer = found(await new ZoneView(tx).find(id, by.officer.division, from), 'zone.not-found');
    const detail = { version: answer.version, kind: answer.kind };
    return { answer, deeds: [{ action, subject: `zone:${id}`, division, detail }], changes };
  }
}

async function drawingOf(tx: Database, by: By, wanted: Wanted): Promise<Drawing> {
  const { name, kind, buffer, circle = null, schedule = null, division = null } = wanted;
  if (division !== null) insistOnJurisdiction(by, division);
  const supervisees = [...new Set(wanted.supervisees ?? [])];
  await insistOnSupervisees(tx, by, supervisees);
  const geometry = wanted.geometry === undefined ? null : soundArea(wanted.geometry, '/geometry');
  return { name, kind, geometry, circle, buffer, schedule, division, supervisees };
}

async function insistOnSupervisees(tx: Database, by: By, ids: readonly string[]): Promise<void> {
  const covered = ids.length === 0 ? new Set() : await new SuperviseeView(tx).covered(ids, by.officer.division);
  const errors = ids.flatMap((id, index) =>
    covered.has(id) ? [] : [{ pointer: `/supervisees/${index}`, detail: 'no such supervisee' }],
  );
  if (errors.length > 0) {
    throw new DomainError('supervisee.not-found', 'Not everybody named is there', {}, undefined, errors);
  }
}

function changesFor(of: { readonly supervisees: readonly string[]; readonly division: string | null }): WorldChange[] {
  const people = of.supervisees.map((id) => ({
    superviseeId: superviseeId(id),
    division: null,
    what: 'zone' as const,
  }));
  return of.division === null ? people : [...people, { superviseeId: null, division: of.division, what: 'zone' }];
}
