import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '#libs/config';
import { Metrics, PlatformModule, Readiness } from '#libs/platform';
import { DeviceAccessStore, PostgresDatabase } from '#libs/store';
import { BrokerService } from './broker.service.js';
import { Doorkeeper } from './doorkeeper.js';
import { RefusalLog } from './refusal-log.js';

/** The embedded broker: for one machine. `infra/` has the settings of others, which ask us the same questions over HTTP. */
@Module({})
export class BrokerModule implements OnApplicationShutdown {
  constructor(private readonly db: PostgresDatabase) {}

  static for(config: Config<'broker'>): DynamicModule {
    return {
      module: BrokerModule,
      imports: [PlatformModule],
      providers: [
        {
          provide: PostgresDatabase,
          useFactory: () => new PostgresDatabase({ url: config.DATABASE_URL, name: 'broker', max: 4 }),
        },
        {
          provide: DeviceAccessStore,
          inject: [PostgresDatabase],
          useFactory: (db: PostgresDatabase) => new DeviceAccessStore(db),
        },
        RefusalLog,
        {
          provide: Doorkeeper,
          inject: [DeviceAccessStore],
          useFactory: (store: DeviceAccessStore) => new Doorkeeper(store, config.PLATFORM_MQTT_SECRET),
        },
        {
          provide: BrokerService,
          inject: [Doorkeeper, RefusalLog, Readiness, Metrics],
          useFactory: (...parts: [Doorkeeper, RefusalLog, Readiness, Metrics]) => new BrokerService(config, ...parts),
        },
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.db.end();
  }
}
