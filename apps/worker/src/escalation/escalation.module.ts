import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { Hints, openJobQueue } from '#libs/queue';
import { PostgresDatabase } from '#libs/store';
import { EscalationPlanner } from './escalation.planner.js';
import { EscalationProcessor } from './escalation.processor.js';
import { EscalationService } from './escalation.service.js';

/** Alerts that nobody claims in time go to the next level. */
@Module({})
export class EscalationModule {
  static for(redisUrl: string): DynamicModule {
    const planner = {
      provide: EscalationPlanner,
      inject: [PostgresDatabase, EscalationService, Hints],
      // Not a queue of Nest's: the worker would take over its connection, which does not wait for Redis.
      useFactory: (...parts: [PostgresDatabase, EscalationService, Hints]) =>
        new EscalationPlanner(openJobQueue('escalate-alert', redisUrl), ...parts),
    };
    // What makes workers of processors comes with this, also without a queue.
    const processors = BullModule.registerQueue();
    return {
      module: EscalationModule,
      imports: [processors],
      providers: [EscalationService, EscalationProcessor, planner],
    };
  }
}
