import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '#libs/config';
import { PlatformModule, Readiness, SignOfLife } from '#libs/platform';
import { Hints } from '#libs/queue';
import { PostgresDatabase, ProcessSignStore } from '#libs/store';
import { EngineService } from './engine.service.js';
import { Engine } from './engine.js';
import { EngineNumbers } from './numbers.js';

/** Judges what was stored: one owner for each partition, as many engines as one likes. */
@Module({})
export class EngineModule {
  static for(config: Config<'engine'>): DynamicModule {
    const name = `${config.ENGINE_NAME ?? 'engine'}-${randomUUID().slice(0, 8)}`;
    return {
      module: EngineModule,
      imports: [PlatformModule],
      providers: [
        {
          provide: PostgresDatabase,
          useFactory: () => new PostgresDatabase({ url: config.DATABASE_URL, name: 'engine', max: 6 }),
        },
        { provide: Hints, useFactory: () => new Hints(config.REDIS_URL) },
        EngineNumbers,
        {
          provide: Engine,
          inject: [PostgresDatabase, Hints, EngineNumbers],
          useFactory: (...parts: [PostgresDatabase, Hints, EngineNumbers]) => new Engine(name, ...parts),
        },
        {
          provide: EngineService,
          inject: [Engine, PostgresDatabase, Hints, Readiness],
          useFactory: (...parts: [Engine, PostgresDatabase, Hints, Readiness]) => new EngineService(...parts),
        },
        {
          provide: SignOfLife,
          inject: [PostgresDatabase, Engine],
          useFactory: (db: PostgresDatabase, engine: Engine) =>
            new SignOfLife('engine', new ProcessSignStore(db), () => ({
              judgedSecondsAgo: (Date.now() - engine.judgedTo) / 1_000,
            })),
        },
      ],
    };
  }
}
