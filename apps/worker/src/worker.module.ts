import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '#libs/config';
import { PlatformModule } from '#libs/platform';
import { workerConnection } from '#libs/queue';
import { BacktestModule } from './backtest/backtest.module.js';
import { CanaryModule, type CanaryConfig } from './canary/canary.module.js';
import { CommandsModule } from './commands/commands.module.js';
import { EscalationModule } from './escalation/escalation.module.js';
import { KeepingModule } from './keeping/keeping.module.js';
import { HeadroomModule, type HeadroomConfig } from './headroom/headroom.module.js';
import { PointsModule } from './points/points.module.js';
import { SuppressionModule } from './suppression/suppression.module.js';
import { StoresModule } from './stores.module.js';

/** What is done later: jobs from Redis, made from what the tables say is due. */
@Module({})
export class WorkerModule {
  static for(
    config: Pick<Config<'worker'>, 'DATABASE_URL' | 'REDIS_URL'> & Partial<HeadroomConfig & CanaryConfig>,
  ): DynamicModule {
    const queues = BullModule.forRoot({ connection: workerConnection(config.REDIS_URL) });
    return {
      module: WorkerModule,
      imports: [
        PlatformModule,
        StoresModule.for(config),
        queues,
        EscalationModule.for(config.REDIS_URL),
        CommandsModule,
        KeepingModule,
        SuppressionModule,
        BacktestModule,
        PointsModule,
        HeadroomModule.for(config),
        CanaryModule.for({ MQTT_URL: config.MQTT_URL, CANARY: config.CANARY ?? false }),
      ],
    };
  }
}
