import { Controller } from '@nestjs/common';
import { listedPlaceId } from '#libs/kernel';
import type { ListedPlace } from '#libs/protocol';
import { ListedPlaceStore } from '#libs/store';
import type { AnswerOf, Asked } from '../http/asked.js';
import { Ask, Call } from '../http/call.js';
import { Writes } from '../http/writes.js';
import { ListedPlaceService } from './listed-place.service.js';

@Controller('api/v1')
export class ListedPlacesController {
  constructor(
    private readonly store: ListedPlaceStore,
    private readonly writes: Writes,
    private readonly places: ListedPlaceService,
  ) {}

  @Call('listListedPlaces')
  async all(@Ask() { officer }: Asked<'listListedPlaces'>): Promise<AnswerOf<'listListedPlaces'>> {
    return { items: await this.store.list(officer.division), next: null };
  }

  @Call('listPlace')
  list(@Ask() asked: Asked<'listPlace'>): Promise<ListedPlace> {
    return this.writes.once(asked, (tx) => this.places.list(tx, asked, asked.body));
  }

  @Call('withdrawListedPlace')
  withdraw(@Ask() asked: Asked<'withdrawListedPlace'>): Promise<ListedPlace> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.places.withdraw(tx, asked, listedPlaceId(params.id), body.reason));
  }
}
