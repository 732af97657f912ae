import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newDeviceSecret, seesPeople } from '#libs/identity';
import { deviceId, DomainError, instant, isoInShanghai, superviseeId, type DeviceId, type Instant } from '#libs/kernel';
import type { Device, newDevice } from '#libs/protocol';
import { DeviceStore, DeviceView, SuperviseeStore, type Binding, type Database } from '#libs/store';
import type { z } from 'zod';
import type { Asked } from '../http/asked.js';
import { found, insistOnJurisdiction, invalidAt, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';

/** Wristbands: registered, bound to a supervisee, taken off again. */
@Injectable()
export class DeviceService {
  async add(tx: Database, by: By, wanted: z.output<typeof newDevice>): Promise<Done<{ id: string; secret: string }>> {
    const { division = by.officer.division, model = null, intervalSeconds } = wanted;
    insistOnJurisdiction(by, division);
    const id = deviceId(wanted.id ?? generatedId());
    const { secret, ...stored } = newDeviceSecret();
    const added = await new DeviceStore(tx).add({ id, model, division, secret: stored, intervalSeconds }, by.at);
    if (!added) throw new DomainError('device.exists', 'There is a wristband of this identifier', { id });
    const deed = { action: 'device.registered', subject: `device:${id}`, division, detail: { intervalSeconds } };
    return { answer: { id, secret }, deeds: [deed] };
  }

  async bind(tx: Database, by: By, id: DeviceId, wanted: Asked<'bindDevice'>['body']): Promise<Done<Device>> {
    const from = wanted.from === undefined ? by.at : instant(Date.parse(wanted.from));
    if (from > by.at) throw invalidAt('/from', 'a binding cannot begin in the future');
    const supervisee = superviseeId(wanted.superviseeId);
    const store = new DeviceStore(tx);
    found(await store.lock(id, by.officer.division), 'device.not-found');
    const person = found(await new SuperviseeStore(tx).lock(supervisee, by.officer.division), 'supervisee.not-found');
    const [inTheWay] = await store.bindingsFrom(id, supervisee, from);
    if (inTheWay !== undefined) throw alreadyBound(inTheWay);
    await store.bind(id, supervisee, from);
    const detail = { supervisee, from: new Date(from).toISOString() };
    return {
      answer: await this.#shown(tx, by, id, by.at),
      deeds: [{ action: 'device.bound', subject: `device:${id}`, division: person.division, detail }],
      changes: [{ superviseeId: supervisee, division: person.division, what: 'binding' }],
    };
  }

  async unbind(tx: Database, by: By, id: DeviceId): Promise<Done<Device>> {
    const store = new DeviceStore(tx);
    const { division } = found(await store.lock(id, by.officer.division), 'device.not-found');
    const supervisee = await store.unbind(id, by.at);
    if (supervisee === undefined) throw new DomainError('device.not-bound', 'Nobody wears it', { id });
    const deed = { action: 'device.unbound', subject: `device:${id}`, division, detail: { supervisee } };
    return {
      answer: await this.#shown(tx, by, id, instant(by.at + 1)),
      deeds: [deed],
      changes: [{ superviseeId: supervisee, division, what: 'binding' }],
    };
  }

  async #shown(tx: Database, by: By, id: DeviceId, at: Instant): Promise<Device> {
    return found(await new DeviceView(tx).find(id, by.officer.division, at), 'device.not-found');
  }
}

/** Who wears it is none of the administrator's business. */
export const shownTo =
  ({ officer }: By) =>
  <T extends Device>(device: T): T =>
    seesPeople(officer.role) ? device : { ...device, superviseeId: null };

function alreadyBound({ deviceId, superviseeId, from }: Binding): DomainError {
  const since = isoInShanghai(instant(from.getTime()));
  return new DomainError(
    'device.already-bound',
    `${deviceId} has been bound to supervisee ${superviseeId} since ${since}`,
    {
      deviceId,
      superviseeId,
      since,
    },
  );
}

/** Without what is mistaken for something else when it is read from a label: 0 O 1 I. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const generatedId = (): string =>
  `ZT-${Array.from({ length: 10 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`;
