import { Controller } from '@nestjs/common';
import { contactId, superviseeId } from '#libs/kernel';
import type { ForbiddenContact, ProtectedPlace } from '#libs/protocol';
import { ForbiddenContactStore, SuperviseeView } from '#libs/store';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found } from '../http/by.js';
import { Ask, Call } from '../http/call.js';
import { Writes } from '../http/writes.js';
import { ForbiddenContactService } from './forbidden-contact.service.js';

@Controller('api/v1')
export class ForbiddenContactsController {
  constructor(
    private readonly people: SuperviseeView,
    private readonly store: ForbiddenContactStore,
    private readonly writes: Writes,
    private readonly contacts: ForbiddenContactService,
  ) {}

  @Call('listForbiddenContacts')
  async list(
    @Ask() { officer, at, params }: Asked<'listForbiddenContacts'>,
  ): Promise<AnswerOf<'listForbiddenContacts'>> {
    const { id } = found(await this.people.find(superviseeId(params.id), officer.division, at), 'supervisee.not-found');
    return { items: await this.store.listOf(superviseeId(id)), next: null };
  }

  @Call('forbidContact')
  forbid(@Ask() asked: Asked<'forbidContact'>): Promise<ForbiddenContact> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.contacts.forbid(tx, asked, superviseeId(params.id), body));
  }

  @Call('withdrawForbiddenContact')
  withdraw(@Ask() asked: Asked<'withdrawForbiddenContact'>): Promise<ForbiddenContact> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.contacts.withdraw(tx, asked, contactId(params.id), body.reason));
  }

  @Call('seeProtectedPlace')
  see(@Ask() asked: Asked<'seeProtectedPlace'>): Promise<ProtectedPlace> {
    return this.contacts.see(asked, contactId(asked.params.id), asked.query.purpose);
  }
}
