import { Controller } from '@nestjs/common';
import { backtestId } from '#libs/kernel';
import type { Backtest } from '#libs/protocol';
import { foldedRules, policySchemas } from '#libs/rules';
import { BacktestStore } from '#libs/store';
import { z } from 'zod';
import type { AnswerOf, Asked } from '../http/asked.js';
import { found } from '../http/by.js';
import { Ask, Call } from '../http/call.js';
import { decodeCursor, pageOf } from '../http/page-cursor.js';
import { Writes } from '../http/writes.js';
import { BacktestService } from './backtest.service.js';

const place = z.tuple([z.string().regex(/^\d{1,19}$/)]);

@Controller('api/v1')
export class RulesController {
  constructor(
    private readonly store: BacktestStore,
    private readonly writes: Writes,
    private readonly backtests: BacktestService,
  ) {}

  @Call('listPolicies')
  async policies(@Ask() { officer, at }: Asked<'listPolicies'>): Promise<AnswerOf<'listPolicies'>> {
    const items = foldedRules.map(async ({ kind }) => {
      const policy = await this.store.policy(kind, officer.division, at);
      return { kind, version: policy?.version ?? 0, parameters: policySchemas[kind].parse(policy?.parameters ?? {}) };
    });
    return { items: await Promise.all(items) };
  }

  @Call('listBacktests')
  async list(@Ask() { officer, query }: Asked<'listBacktests'>): Promise<AnswerOf<'listBacktests'>> {
    const before = decodeCursor(place, query.cursor)?.[0] ?? null;
    const rows = await this.store.list(officer.division, { before, limit: query.limit + 1 });
    return pageOf(rows, query.limit, ({ id }) => [id]);
  }

  @Call('getBacktest')
  async get(@Ask() { officer, params }: Asked<'getBacktest'>): Promise<Backtest> {
    const [one] = await this.store.list(officer.division, { id: backtestId(params.id), limit: 1 });
    return found(one, 'backtest.not-found');
  }

  @Call('addBacktest')
  add(@Ask() asked: Asked<'addBacktest'>): Promise<Backtest> {
    return this.writes.once(asked, (tx) => this.backtests.add(tx, asked, asked.body));
  }

  @Call('cancelBacktest')
  cancel(@Ask() asked: Asked<'cancelBacktest'>): Promise<Backtest> {
    return this.writes.once(asked, (tx) => this.backtests.cancel(tx, asked, backtestId(asked.params.id)));
  }
}
