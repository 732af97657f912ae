import { Injectable } from '@nestjs/common';
import { DomainError, type ListedPlaceId } from '#libs/kernel';
import type { ListedPlace, newListedPlace } from '#libs/protocol';
import { ListedPlaceStore, type Database } from '#libs/store';
import type { z } from 'zod';
import { found, insistOnJurisdiction, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';
import { soundArea } from './sound-area.js';

/** Places where people may come together: listed, and withdrawn. */
@Injectable()
export class ListedPlaceService {
  async list(tx: Database, by: By, wanted: z.output<typeof newListedPlace>): Promise<Done<ListedPlace>> {
    const { name, reason, circle = null, division = by.officer.division } = wanted;
    insistOnJurisdiction(by, division);
    const geometry = wanted.geometry === undefined ? null : soundArea(wanted.geometry, '/geometry');
    const id = await new ListedPlaceStore(tx).add({ name, reason, circle, division, geometry }, madeBy(by));
    return this.#done(tx, by, 'listed-place.listed', id, division);
  }

  async withdraw(tx: Database, by: By, id: ListedPlaceId, reason: string): Promise<Done<ListedPlace>> {
    const store = new ListedPlaceStore(tx);
    const { division } = found(await store.lock(id, by.officer.division), 'listed-place.not-found');
    const known = found(await find(tx, by, id), 'listed-place.not-found');
    if (known.state === 'withdrawn') throw new DomainError('listed-place.withdrawn', 'It is withdrawn already');
    await store.withdraw(id, reason, madeBy(by));
    return this.#done(tx, by, 'listed-place.withdrawn', id, division);
  }

  async #done(tx: Database, by: By, action: string, id: ListedPlaceId, division: string): Promise<Done<ListedPlace>> {
    const answer = found(await find(tx, by, id), 'listed-place.not-found');
    const detail = { version: answer.versions.length };
    return { answer, deeds: [{ action, subject: `listed-place:${id}`, division, detail }] };
  }
}

const find = async (tx: Database, { officer }: By, id: ListedPlaceId): Promise<ListedPlace | undefined> =>
  (await new ListedPlaceStore(tx).list(officer.division)).find((place) => place.id === id);

const madeBy = ({ officer, at }: By) => ({ account: officer.id, role: officer.role, at });
