import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '#libs/config';
import { SignOfLife } from '#libs/platform';
import { Hints } from '#libs/queue';
import { CanaryStore, HeadroomView, PostgresDatabase, ProcessSignStore } from '#libs/store';
import { canaryProbe } from './canary.probe.js';
import { databaseProbes } from './database.probes.js';
import { diskProbe } from './disk.probe.js';
import { HeadroomNumbers } from './headroom-numbers.js';
import { HeadroomService } from './headroom.service.js';
import { processProbes } from './process.probes.js';
import { redisProbes } from './redis.probes.js';

export type HeadroomConfig = Pick<Config<'worker'>, 'DATA_DIR' | 'DATABASE_DIR' | 'DATABASE_SIZE_LIMIT_GB'>;

/** The platform says that it is about to fail before it fails. */
@Module({})
export class HeadroomModule {
  static for({ DATA_DIR, DATABASE_DIR: folder, DATABASE_SIZE_LIMIT_GB: gigabytes }: HeadroomConfig): DynamicModule {
    const sizeLimit = gigabytes === undefined ? undefined : gigabytes * 1e9;
    const service = {
      provide: HeadroomService,
      inject: [PostgresDatabase, Hints, HeadroomNumbers],
      useFactory: (db: PostgresDatabase, hints: Hints, numbers: HeadroomNumbers) => {
        const view = new HeadroomView(db);
        const probes = [
          diskProbe(DATA_DIR, folder),
          ...databaseProbes(view, { folder, sizeLimit }),
          ...redisProbes(hints),
          ...processProbes(view),
          canaryProbe(new CanaryStore(db)),
        ];
        return new HeadroomService(db, hints, probes, numbers);
      },
    };
    const sign = {
      provide: SignOfLife,
      inject: [PostgresDatabase],
      useFactory: (db: PostgresDatabase) => new SignOfLife('worker', new ProcessSignStore(db)),
    };
    return { module: HeadroomModule, providers: [HeadroomNumbers, service, sign] };
  }
}
