import { Controller } from '@nestjs/common';
import { factId, pointsEntryId, superviseeId } from '#libs/kernel';
import type { PointsEntry, SuperviseeFact } from '#libs/protocol';
import { PointsFactStore, PointsLedgerStore, PostgresDatabase, SuperviseeView } from '#libs/store';
import { z } from 'zod';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found } from '../http/by.js';
import { Ask, Call } from '../http/call.js';
import { decodeCursor, pageOf } from '../http/page-cursor.js';
import { Writes } from '../http/writes.js';
import { accountOf } from './account-of.js';
import { PointsService } from './points.service.js';
import { statementOf } from './statement-of.js';

const place = z.tuple([z.string().regex(/^\d{1,19}$/)]);

@Controller('api/v1')
export class PointsController {
  constructor(
    private readonly db: PostgresDatabase,
    private readonly people: SuperviseeView,
    private readonly writes: Writes,
    private readonly points: PointsService,
  ) {}

  @Call('getPoints')
  async get(@Ask() asked: Asked<'getPoints'>): Promise<AnswerOf<'getPoints'>> {
    const { id, division } = await this.#person(asked);
    return accountOf(this.db, { id: superviseeId(id), division }, asked.at);
  }

  @Call('getPointsStatement')
  async statement(@Ask() asked: Asked<'getPointsStatement'>): Promise<AnswerOf<'getPointsStatement'>> {
    const { id, name, division } = await this.#person(asked);
    const account = await accountOf(this.db, { id: superviseeId(id), division }, asked.at);
    return { month: asked.query.month, lines: statementOf(name, account, asked.query.month) };
  }

  @Call('listPointsEntries')
  async list(@Ask() { officer, query }: Asked<'listPointsEntries'>): Promise<AnswerOf<'listPointsEntries'>> {
    const [beforeId] = decodeCursor(place, query.cursor) ?? [];
    const { state, limit } = query;
    const entries = await new PointsLedgerStore(this.db).list(officer.division, { state, beforeId, limit: limit + 1 });
    return pageOf(entries, limit, ({ id }) => [id]);
  }

  @Call('proposePoints')
  propose(@Ask() asked: Asked<'proposePoints'>): Promise<PointsEntry> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.points.propose(tx, asked, superviseeId(params.id), body));
  }

  @Call('confirmPoints')
  confirm(@Ask() asked: Asked<'confirmPoints'>): Promise<PointsEntry> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) =>
      this.points.act(tx, asked, pointsEntryId(params.id), 'confirmed', body?.reason ?? ''),
    );
  }

  @Call('withdrawPoints')
  withdraw(@Ask() asked: Asked<'withdrawPoints'>): Promise<PointsEntry> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) =>
      this.points.act(tx, asked, pointsEntryId(params.id), 'withdrawn', body.reason),
    );
  }

  @Call('objectToPoints')
  object(@Ask() asked: Asked<'objectToPoints'>): Promise<PointsEntry> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) =>
      this.points.act(tx, asked, pointsEntryId(params.id), 'objected', body.reason),
    );
  }

  @Call('upholdPoints')
  uphold(@Ask() asked: Asked<'upholdPoints'>): Promise<PointsEntry> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.points.act(tx, asked, pointsEntryId(params.id), 'upheld', body.reason));
  }

  @Call('overturnPoints')
  overturn(@Ask() asked: Asked<'overturnPoints'>): Promise<PointsEntry> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) =>
      this.points.act(tx, asked, pointsEntryId(params.id), 'overturned', body.reason),
    );
  }

  @Call('listFacts')
  async facts(@Ask() asked: Asked<'listFacts'>): Promise<AnswerOf<'listFacts'>> {
    const { id } = await this.#person(asked);
    return { items: await new PointsFactStore(this.db).listOf(superviseeId(id)), next: null };
  }

  @Call('recordFact')
  recordFact(@Ask() asked: Asked<'recordFact'>): Promise<SuperviseeFact> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.points.recordFact(tx, asked, superviseeId(params.id), body));
  }

  @Call('withdrawFact')
  withdrawFact(@Ask() asked: Asked<'withdrawFact'>): Promise<SuperviseeFact> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.points.withdrawFact(tx, asked, factId(params.id), body.reason));
  }

  async #person({ params, officer, at }: Asked<'getPoints'> | Asked<'getPointsStatement'> | Asked<'listFacts'>) {
    return found(await this.people.find(superviseeId(params.id), officer.division, at), 'supervisee.not-found');
  }
}
