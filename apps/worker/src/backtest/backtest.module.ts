import { Module } from '@nestjs/common';
import { BacktestRunner } from './backtest.runner.js';

/** What other policies would have found. */
@Module({ providers: [BacktestRunner] })
export class BacktestModule {}
