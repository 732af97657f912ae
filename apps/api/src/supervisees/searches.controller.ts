import { Controller } from '@nestjs/common';
import { superviseeId } from '#libs/kernel';
import { SearchStore, SuperviseeView } from '#libs/store';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found } from '../http/by.js';
import { Ask, Call } from '../http/call.js';

@Controller('api/v1')
export class SearchesController {
  constructor(
    private readonly people: SuperviseeView,
    private readonly store: SearchStore,
  ) {}

  @Call('listSearches')
  async list(@Ask() { officer, at, params }: Asked<'listSearches'>): Promise<AnswerOf<'listSearches'>> {
    const { id } = found(await this.people.find(superviseeId(params.id), officer.division, at), 'supervisee.not-found');
    return { items: await this.store.listOf(superviseeId(id)), next: null };
  }
}
