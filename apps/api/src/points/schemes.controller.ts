import { Controller } from '@nestjs/common';
import { pointsSchemeId } from '#libs/kernel';
import { parseScheme, shippedSchemes } from '#libs/points';
import type { PointsScheme } from '#libs/protocol';
import { PointsSchemeStore, PostgresDatabase } from '#libs/store';
import type { AnswerOf, Asked } from '../http/asked.js';
import { Ask, Call } from '../http/call.js';
import { Writes } from '../http/writes.js';
import { SchemeService } from './scheme.service.js';

@Controller('api/v1')
export class PointsSchemesController {
  constructor(
    private readonly db: PostgresDatabase,
    private readonly writes: Writes,
    private readonly schemes: SchemeService,
  ) {}

  @Call('listPointsSchemes')
  async list(@Ask() { officer }: Asked<'listPointsSchemes'>): Promise<AnswerOf<'listPointsSchemes'>> {
    return { items: await new PointsSchemeStore(this.db).list(officer.division), next: null };
  }

  @Call('listPointsSchemeExamples')
  examples(): AnswerOf<'listPointsSchemeExamples'> {
    const items = shippedSchemes.map((scheme) => ({
      code: scheme.code,
      name: scheme.name,
      document: JSON.stringify(scheme, undefined, 2),
    }));
    return { items, next: null };
  }

  @Call('checkPointsScheme')
  check(@Ask() { body }: Asked<'checkPointsScheme'>): AnswerOf<'checkPointsScheme'> {
    const read = parseScheme(body.document);
    return { faults: read.ok ? [] : [...read.reason] };
  }

  @Call('addPointsScheme')
  add(@Ask() asked: Asked<'addPointsScheme'>): Promise<PointsScheme> {
    return this.writes.once(asked, (tx) => this.schemes.add(tx, asked, asked.body));
  }

  @Call('getPointsScheme')
  get(@Ask() asked: Asked<'getPointsScheme'>): Promise<AnswerOf<'getPointsScheme'>> {
    return this.schemes.read(this.db, asked, pointsSchemeId(asked.params.id), asked.query);
  }

  @Call('tryPointsScheme')
  tried(@Ask() asked: Asked<'tryPointsScheme'>): Promise<AnswerOf<'tryPointsScheme'>> {
    return this.schemes.tried(this.db, asked, pointsSchemeId(asked.params.id), asked.query.version);
  }

  @Call('enactPointsScheme')
  enact(@Ask() asked: Asked<'enactPointsScheme'>): Promise<PointsScheme> {
    const { params, body } = asked;
    return this.writes.once(asked, (tx) => this.schemes.enact(tx, asked, pointsSchemeId(params.id), body));
  }
}
