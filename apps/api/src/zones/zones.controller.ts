import { Controller } from '@nestjs/common';
import { zoneId } from '#libs/kernel';
import type { Zone } from '#libs/protocol';
import { DivisionView, ZoneView } from '#libs/store';
import { z } from 'zod';
import type { AnswerOf, Asked } from '../http/asked.js';
import { Ask, Call } from '../http/call.js';
import { decodeCursor, pageOf } from '../http/page-cursor.js';
import { Writes } from '../http/writes.js';
import { ZoneService } from './zone.service.js';

const place = z.tuple([z.string().regex(/^\d{1,19}$/)]);

@Controller('api/v1')
export class ZonesController {
  constructor(
    private readonly view: ZoneView,
    private readonly divisions: DivisionView,
    private readonly writes: Writes,
    private readonly zones: ZoneService,
  ) {}

  @Call('listZones')
  async list(@Ask() { officer, at, query }: Asked<'listZones'>): Promise<AnswerOf<'listZones'>> {
    const [afterId] = decodeCursor(place, query.cursor) ?? ['0'];
    const search = { superviseeId: query.supervisee, afterId, limit: query.limit + 1 };
    return pageOf(await this.view.list(officer.division, search, at), query.limit, ({ id }) => [id]);
  }

  @Call('addZone')
  add(@Ask() asked: Asked<'addZone'>): Promise<Zone> {
    return this.writes.once(asked, (tx) => this.zones.draw(tx, asked, asked.body));
  }

  @Call('redrawZone')
  redraw(@Ask() asked: Asked<'redrawZone'>): Promise<Zone> {
    return this.writes.once(asked, (tx) => this.zones.redraw(tx, asked, zoneId(asked.params.id), asked.body));
  }

  @Call('listDivisions')
  async listDivisions(@Ask() { officer }: Asked<'listDivisions'>): Promise<AnswerOf<'listDivisions'>> {
    return { items: await this.divisions.list(officer.division), next: null };
  }
}
