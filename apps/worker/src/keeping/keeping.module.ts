import { Module } from '@nestjs/common';
import { PostgresDatabase } from '#libs/store';
import { RollUpService } from './roll-up.service.js';

/** What is done with records once they are stored. By the clock and the tables alone: Redis has no part in it. */
@Module({
  providers: [
    { provide: RollUpService, inject: [PostgresDatabase], useFactory: (db: PostgresDatabase) => new RollUpService(db) },
  ],
})
export class KeepingModule {}
