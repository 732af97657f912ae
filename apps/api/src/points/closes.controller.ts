import { Controller } from '@nestjs/common';
import { pointsCloseId } from '#libs/kernel';
import type { PointsClose } from '#libs/protocol';
import { PointsCloseStore, PostgresDatabase } from '#libs/store';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found } from '../http/by.js';
import { Ask, Call } from '../http/call.js';
import { Writes } from '../http/writes.js';
import { CloseService } from './close.service.js';

/** As many months of an office as anybody looks through. */
const MOST = 200;

@Controller('api/v1')
export class PointsClosesController {
  constructor(
    private readonly db: PostgresDatabase,
    private readonly writes: Writes,
    private readonly closes: CloseService,
  ) {}

  @Call('previewPointsMonth')
  async preview(@Ask() asked: Asked<'previewPointsMonth'>): Promise<AnswerOf<'previewPointsMonth'>> {
    return { items: await this.closes.preview(this.db, asked, asked.query.month), next: null };
  }

  @Call('listPointsCloses')
  async list(@Ask() { officer }: Asked<'listPointsCloses'>): Promise<AnswerOf<'listPointsCloses'>> {
    return { items: await new PointsCloseStore(this.db).list(officer.division, MOST), next: null };
  }

  @Call('beginPointsClose')
  begin(@Ask() asked: Asked<'beginPointsClose'>): Promise<PointsClose> {
    return this.writes.once(asked, (tx) => this.closes.begin(tx, asked, asked.body.month));
  }

  @Call('getPointsCloseLines')
  async lines(@Ask() asked: Asked<'getPointsCloseLines'>): Promise<AnswerOf<'getPointsCloseLines'>> {
    const { officer, params, query } = asked;
    const store = new PointsCloseStore(this.db);
    const id = pointsCloseId(params.id);
    found((await store.list(officer.division, 1, id))[0], 'points.close-not-found');
    return { items: await store.lines(id, query.public === '1'), next: null };
  }

  @Call('publishPointsClose')
  publish(@Ask() asked: Asked<'publishPointsClose'>): Promise<PointsClose> {
    return this.writes.once(asked, (tx) => this.closes.publish(tx, asked, pointsCloseId(asked.params.id)));
  }

  @Call('finalisePointsClose')
  finalise(@Ask() asked: Asked<'finalisePointsClose'>): Promise<PointsClose> {
    return this.writes.once(asked, (tx) => this.closes.finalise(tx, asked, pointsCloseId(asked.params.id)));
  }
}
