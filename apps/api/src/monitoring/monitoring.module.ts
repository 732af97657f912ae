import { Module } from '@nestjs/common';
import { SignOfLife } from '#libs/platform';
import { PostgresDatabase, ProcessSignStore } from '#libs/store';
import { MonitoringController } from './monitoring.controller.js';
import { MonitoringService } from './monitoring.service.js';

const sign = {
  provide: SignOfLife,
  inject: [PostgresDatabase],
  useFactory: (db: PostgresDatabase) => new SignOfLife('api', new ProcessSignStore(db)),
};

@Module({ controllers: [MonitoringController], providers: [MonitoringService, sign] })
export class MonitoringModule {}
