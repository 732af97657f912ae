import { Module } from '@nestjs/common';
import { BacktestService } from './backtest.service.js';
import { RulesController } from './rules.controller.js';

/** What rules go by, and what others would have found. */
@Module({ controllers: [RulesController], providers: [BacktestService] })
export class RulesModule {}
