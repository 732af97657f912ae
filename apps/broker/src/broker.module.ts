import { Logger, Module, type DynamicModule, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Config } from '#libs/config';
import { instant } from '#libs/kernel';
import { Metrics, PlatformModule, Readiness } from '#libs/platform';
import { DeviceAccessStore, DeviceLinkStore, PostgresDatabase } from '#libs/store';
import { BrokerService } from './broker.service.js';
import { Doorkeeper } from './doorkeeper.js';
import { RefusalLog } from './refusal-log.js';
import { SecretReader } from './secret-reader.js';

/** The embedded broker: for one machine. `infra/` has the settings of others, which ask us the same questions over HTTP. */
@Module({})
export class BrokerModule implements OnModuleInit, OnApplicationShutdown {
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
        {
          provide: RefusalLog,
          inject: [DeviceAccessStore, Metrics],
          useFactory: (store: DeviceAccessStore, metrics: Metrics) => new RefusalLog(store, metrics.registry),
        },
        {
          provide: Doorkeeper,
          inject: [DeviceAccessStore],
          useFactory: (store: DeviceAccessStore) =>
            new Doorkeeper(new SecretReader(store), config.PLATFORM_MQTT_SECRET),
        },
        {
          provide: BrokerService,
          inject: [Doorkeeper, RefusalLog, Readiness, Metrics],
          useFactory: (...parts: [Doorkeeper, RefusalLog, Readiness, Metrics]) => new BrokerService(config, ...parts),
        },
      ],
    };
  }

  /** Before the door opens: whoever was connected to the broker that ran before us is not now. */
  async onModuleInit(): Promise<void> {
    await new DeviceLinkStore(this.db).forgetAll(instant(Date.now())).catch((error: Error) => {
      new Logger('broker').warn('links of an earlier broker stay as they were', { why: error.message });
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.db.end();
  }
}
