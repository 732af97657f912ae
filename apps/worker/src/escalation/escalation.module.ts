import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { jobs } from '#libs/protocol';
import { producerConnection } from '#libs/queue';
import { EscalationPlanner } from './escalation.planner.js';
import { EscalationProcessor } from './escalation.processor.js';
import { EscalationService } from './escalation.service.js';

/** Alerts that nobody claims in time go to the next level. */
@Module({})
export class EscalationModule {
  static for(redisUrl: string): DynamicModule {
    const queue = { name: jobs['escalate-alert'].queue, connection: producerConnection(redisUrl) };
    return {
      module: EscalationModule,
      imports: [BullModule.registerQueue(queue)],
      providers: [EscalationService, EscalationProcessor, EscalationPlanner],
    };
  }
}
