import { Controller } from '@nestjs/common';
import { suppressionId } from '#libs/kernel';
import type { Suppression } from '#libs/protocol';
import { SuppressionStore } from '#libs/store';
import { z } from 'zod';
import type { AnswerOf, Asked } from '../http/asked.js';
import { Ask, Call } from '../http/call.js';
import { decodeCursor, pageOf } from '../http/page-cursor.js';
import { Writes } from '../http/writes.js';
import { SuppressionService } from './suppression.service.js';

const place = z.tuple([z.string().regex(/^\d{1,19}$/)]);

@Controller('api/v1')
export class SuppressionsController {
  constructor(
    private readonly store: SuppressionStore,
    private readonly writes: Writes,
    private readonly suppressions: SuppressionService,
  ) {}

  @Call('listSuppressions')
  async list(@Ask() { officer, at, query }: Asked<'listSuppressions'>): Promise<AnswerOf<'listSuppressions'>> {
    const rows = await this.store.list(officer.division, {
      superviseeId: query.supervisee,
      standingAt: query.standing === 'true' ? at : undefined,
      before: decodeCursor(place, query.cursor)?.[0],
      limit: query.limit + 1,
    });
    return pageOf(rows, query.limit, ({ id }) => [id]);
  }

  @Call('proposeSuppression')
  propose(@Ask() asked: Asked<'proposeSuppression'>): Promise<Suppression> {
    return this.writes.once(asked, (tx) => this.suppressions.propose(tx, asked, asked.body));
  }

  @Call('approveSuppression')
  approve(@Ask() asked: Asked<'approveSuppression'>): Promise<Suppression> {
    return this.writes.once(asked, (tx) => this.suppressions.approve(tx, asked, suppressionId(asked.params.id)));
  }

  @Call('endSuppression')
  end(@Ask() asked: Asked<'endSuppression'>): Promise<Suppression> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.suppressions.end(tx, asked, suppressionId(params.id), body.reason));
  }
}
