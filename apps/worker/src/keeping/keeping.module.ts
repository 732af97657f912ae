import { Module } from '@nestjs/common';
import { PostgresDatabase } from '#libs/store';
import { RetentionService } from './retention.service.js';
import { RollUpService } from './roll-up.service.js';

/** What is done with records once they are stored. By the clock and the tables alone: Redis has no part in it. */
@Module({
  providers: [RollUpService, RetentionService].map((Service) => ({
    provide: Service,
    inject: [PostgresDatabase],
    useFactory: (db: PostgresDatabase) => new Service(db),
  })),
})
export class KeepingModule {}
