import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '#libs/config';
import { PostgresDatabase } from '#libs/store';
import { CanaryService } from './canary.service.js';

export type CanaryConfig = Pick<Config<'worker'>, 'MQTT_URL' | 'CANARY'>;

/** Whether alerts come is found out by raising one every minute. */
@Module({})
export class CanaryModule {
  static for({ MQTT_URL, CANARY }: CanaryConfig): DynamicModule {
    const service = {
      provide: CanaryService,
      inject: [PostgresDatabase],
      useFactory: (db: PostgresDatabase) => new CanaryService(db, MQTT_URL ?? ''),
    };
    return { module: CanaryModule, providers: CANARY && MQTT_URL !== undefined ? [service] : [] };
  }
}
