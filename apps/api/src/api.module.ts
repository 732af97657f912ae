import { Module, type DynamicModule } from '@nestjs/common';
import { PlatformModule } from '#libs/platform';
import { AlertsModule } from './alerts/alerts.module.js';
import type { ApiConfig } from './api-config.js';
import { ApiConfigModule } from './api-config.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ConsoleModule } from './console/console.module.js';
import { DevicesModule } from './devices/devices.module.js';
import { HooksModule } from './hooks/hooks.module.js';
import { HttpModule } from './http/http.module.js';
import { MonitoringModule } from './monitoring/monitoring.module.js';
import { PointsModule } from './points/points.module.js';
import { RulesModule } from './rules/rules.module.js';
import { SessionModule } from './session/session.module.js';
import { StoresModule } from './stores.module.js';
import { SuperviseesModule } from './supervisees/supervisees.module.js';
import { ZonesModule } from './zones/zones.module.js';

/** REST, the consoles' socket, and the console itself. */
@Module({})
export class ApiModule {
  static for(config: ApiConfig): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ApiConfigModule.for(config),
        PlatformModule,
        StoresModule.for(config),
        HttpModule,
        SessionModule,
        SuperviseesModule,
        DevicesModule,
        ZonesModule,
        AlertsModule,
        RulesModule,
        PointsModule,
        AuditModule,
        ConsoleModule,
        MonitoringModule,
        HooksModule,
      ],
    };
  }
}
