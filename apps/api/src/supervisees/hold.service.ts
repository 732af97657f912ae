import { Injectable } from '@nestjs/common';
import { DomainError, type HoldId, type SuperviseeId } from '#libs/kernel';
import type { Hold, newHold } from '#libs/protocol';
import { HoldStore, SuperviseeStore, type Database } from '#libs/store';
import type { z } from 'zod';
import { found, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';

/** Legal holds: who says that nothing may be deleted, and who says that it may again. */
@Injectable()
export class HoldService {
  async place(tx: Database, by: By, id: SuperviseeId, wanted: z.output<typeof newHold>): Promise<Done<Hold>> {
    const { division } = found(await new SuperviseeStore(tx).lock(id, by.officer.division), 'supervisee.not-found');
    const { id: account, role } = by.officer;
    const hold = await new HoldStore(tx).place({ ...wanted, superviseeId: id, by: account, role, at: by.at });
    return this.#done(tx, 'hold.placed', hold, id, division, { ground: wanted.ground });
  }

  async release(tx: Database, by: By, id: HoldId, reason: string): Promise<Done<Hold>> {
    const store = new HoldStore(tx);
    const hold = found(await store.lock(id, by.officer.division), 'hold.not-found');
    if (hold.placedRole === 'prosecutor' && by.officer.role !== 'prosecutor') {
      throw new DomainError('hold.of-prosecutor', 'A prosecutor placed it');
    }
    if (hold.releasedAt !== null) throw new DomainError('hold.released', 'It was released before');
    await store.release(id, by.officer.id, by.at, reason);
    return this.#done(tx, 'hold.released', id, hold.superviseeId, hold.division, { placedRole: hold.placedRole });
  }

  async #done(
    tx: Database,
    action: string,
    id: HoldId,
    superviseeId: SuperviseeId,
    division: string,
    facts: Readonly<Record<string, string>>,
  ): Promise<Done<Hold>> {
    const answer = (await new HoldStore(tx).listOf(superviseeId)).find((hold) => hold.id === id);
    return {
      answer: found(answer, 'hold.not-found'),
      deeds: [{ action, subject: `supervisee:${superviseeId}`, division, detail: { hold: id, ...facts } }],
    };
  }
}
