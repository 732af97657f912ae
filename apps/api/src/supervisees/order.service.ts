import { Injectable } from '@nestjs/common';
import { latestOrderEnd } from '#libs/casework';
import { DomainError, instant, isoInShanghai, type OrderId, type SuperviseeId } from '#libs/kernel';
import type { newOrder, Order } from '#libs/protocol';
import { OrderStore, SuperviseeStore, type Database } from '#libs/store';
import type { z } from 'zod';
import { found, invalidAt, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';

/** Device orders: who proposes, who approves, until when (Community Correction Law art. 29). */
@Injectable()
export class OrderService {
  async propose(
    tx: Database,
    by: By,
    superviseeId: SuperviseeId,
    proposal: z.output<typeof newOrder>,
  ): Promise<Done<Order>> {
    const person = found(await new SuperviseeStore(tx).lock(superviseeId, by.officer.division), 'supervisee.not-found');
    const from = instant(Date.parse(proposal.from));
    const to = instant(Date.parse(proposal.to));
    if (to <= from) throw invalidAt('/to', 'an order must end after it begins');
    const latest = latestOrderEnd(from);
    if (to > latest) {
      const facts = { latest: isoInShanghai(latest) };
      const errors = [{ pointer: '/to', detail: `at the latest ${facts.latest}` }];
      throw new DomainError('order.too-long', 'Three months, then a new order', facts, undefined, errors);
    }
    const { ground, evidence } = proposal;
    const id = await new OrderStore(tx).propose({
      superviseeId,
      ground,
      evidence,
      from,
      to,
      by: by.officer.id,
      at: by.at,
    });
    return this.#done(tx, 'order.proposed', id, superviseeId, person.division, { ground });
  }

  async approve(tx: Database, by: By, id: OrderId): Promise<Done<Order>> {
    const store = new OrderStore(tx);
    const order = found(await store.lock(id, by.officer.division), 'order.not-found');
    if (order.proposedBy === by.officer.id) {
      throw new DomainError('order.own-proposal', 'Somebody else has to approve it');
    }
    if (order.state !== 'proposed')
      throw new DomainError('order.not-proposed', `It is ${order.state}`, { state: order.state });
    await store.approve(id, by.officer.id, by.at);
    return this.#done(tx, 'order.approved', id, order.superviseeId, order.division, { proposedBy: order.proposedBy });
  }

  /** Ends one that is in force, or takes a proposal back. */
  async end(tx: Database, by: By, id: OrderId, reason: string | null): Promise<Done<Order>> {
    const store = new OrderStore(tx);
    const order = found(await store.lock(id, by.officer.division), 'order.not-found');
    if (order.state === 'ended') throw new DomainError('order.not-in-force', 'It has been ended already');
    if (order.valid_to.getTime() <= by.at) throw new DomainError('order.not-in-force', 'Its time is over');
    await store.end(id, by.officer.id, by.at, reason);
    return this.#done(tx, 'order.ended', id, order.superviseeId, order.division, { was: order.state });
  }

  async #done(
    tx: Database,
    action: string,
    id: OrderId,
    superviseeId: SuperviseeId,
    division: string,
    facts: Readonly<Record<string, string>>,
  ): Promise<Done<Order>> {
    const answer = (await new OrderStore(tx).listOf(superviseeId)).find((order) => order.id === id);
    const detail = { order: id, ...facts };
    return {
      answer: found(answer, 'order.not-found'),
      deeds: [{ action, subject: `supervisee:${superviseeId}`, division, detail }],
      // A proposal changes nothing yet.
      changes: action === 'order.proposed' ? [] : [{ superviseeId, division, what: 'order' }],
    };
  }
}
