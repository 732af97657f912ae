import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '#libs/config';
import { Readiness } from '#libs/platform';
import { Hints } from '#libs/queue';
import { DeviceStreamStore, PostgresDatabase } from '#libs/store';

/** The database and the hints. Global, so that they are closed after all who use them. */
@Global()
@Module({})
export class StoresModule implements OnApplicationShutdown {
  constructor(
    private readonly db: PostgresDatabase,
    private readonly hints: Hints,
    readiness: Readiness,
  ) {
    readiness.add('postgres', async () => {
      await new DeviceStreamStore(db).lives([]);
      return 'up' as const;
    });
    readiness.add('redis', () => (hints.connected ? 'up' : 'degraded'));
  }

  static for({ DATABASE_URL, REDIS_URL }: Pick<Config<'ingest'>, 'DATABASE_URL' | 'REDIS_URL'>): DynamicModule {
    const providers = [
      // Two batches being written, one look at where devices stand, one at whether the database is there.
      {
        provide: PostgresDatabase,
        useFactory: () => new PostgresDatabase({ url: DATABASE_URL, name: 'ingest', max: 4 }),
      },
      { provide: Hints, useFactory: () => new Hints(REDIS_URL) },
    ];
    return { module: StoresModule, providers, exports: [PostgresDatabase, Hints] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.hints.close();
    await this.db.end();
  }
}
