import { Controller } from '@nestjs/common';
import { holdId, superviseeId } from '#libs/kernel';
import type { Hold } from '#libs/protocol';
import { HoldStore, SuperviseeView } from '#libs/store';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found } from '../http/by.js';
import { Ask, Call } from '../http/call.js';
import { Writes } from '../http/writes.js';
import { HoldService } from './hold.service.js';

@Controller('api/v1')
export class HoldsController {
  constructor(
    private readonly people: SuperviseeView,
    private readonly store: HoldStore,
    private readonly writes: Writes,
    private readonly holds: HoldService,
  ) {}

  @Call('listHolds')
  async list(@Ask() { officer, at, params }: Asked<'listHolds'>): Promise<AnswerOf<'listHolds'>> {
    const { id } = found(await this.people.find(superviseeId(params.id), officer.division, at), 'supervisee.not-found');
    return { items: await this.store.listOf(superviseeId(id)), next: null };
  }

  @Call('placeHold')
  place(@Ask() asked: Asked<'placeHold'>): Promise<Hold> {
    return this.writes.once(asked, (tx) => this.holds.place(tx, asked, superviseeId(asked.params.id), asked.body));
  }

  @Call('releaseHold')
  release(@Ask() asked: Asked<'releaseHold'>): Promise<Hold> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.holds.release(tx, asked, holdId(params.id), body.reason));
  }
}
