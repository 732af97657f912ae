import { Controller } from '@nestjs/common';
import type { AnswerOf, Asked } from '../http/asked.js';
import { Ask, Call } from '../http/call.js';
import { NearbyService } from './nearby.service.js';

@Controller('api/v1')
export class NearbyController {
  constructor(private readonly nearby: NearbyService) {}

  @Call('listNearby')
  async list(@Ask() asked: Asked<'listNearby'>): Promise<AnswerOf<'listNearby'>> {
    return { items: await this.nearby.search(asked, asked.query), next: null };
  }
}
