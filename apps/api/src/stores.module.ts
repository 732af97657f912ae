import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { Readiness } from '#libs/platform';
import { Hints } from '#libs/queue';
import {
  AccountStore,
  AlertView,
  AuditView,
  BacktestStore,
  CommandView,
  DeviceAccessStore,
  DeviceView,
  DivisionView,
  FeedView,
  ForbiddenContactStore,
  HoldStore,
  IncidentStore,
  LeaveStore,
  ListedPlaceStore,
  MonitoredTimeView,
  MonitoringView,
  OrderStore,
  PositionView,
  PostgresDatabase,
  SearchStore,
  SessionStore,
  SignInFailureStore,
  SuperviseeView,
  SuppressionStore,
  ZoneView,
} from '#libs/store';
import type { ApiConfig } from './api-config.js';

const views = [
  AccountStore,
  AlertView,
  AuditView,
  BacktestStore,
  CommandView,
  DeviceAccessStore,
  DeviceView,
  DivisionView,
  FeedView,
  ForbiddenContactStore,
  HoldStore,
  IncidentStore,
  LeaveStore,
  ListedPlaceStore,
  MonitoredTimeView,
  MonitoringView,
  OrderStore,
  PositionView,
  SearchStore,
  SessionStore,
  SignInFailureStore,
  SuperviseeView,
  SuppressionStore,
  ZoneView,
];

/** The database and what reads it, and the hints. Global, so that it is closed after all who use it. */
@Global()
@Module({})
export class StoresModule implements OnApplicationShutdown {
  constructor(
    private readonly db: PostgresDatabase,
    private readonly hints: Hints,
    readiness: Readiness,
  ) {
    readiness.add('postgres', async () => {
      await new FeedView(db).bounds();
      return 'up' as const;
    });
    readiness.add('redis', () => (hints.connected ? 'up' : 'degraded'));
  }

  static for({ DATABASE_URL, REDIS_URL }: Pick<ApiConfig, 'DATABASE_URL' | 'REDIS_URL'>): DynamicModule {
    const providers = [
      {
        provide: PostgresDatabase,
        useFactory: () => new PostgresDatabase({ url: DATABASE_URL, name: 'api', max: 16 }),
      },
      { provide: Hints, useFactory: () => new Hints(REDIS_URL) },
      ...views.map((View) => ({
        provide: View,
        inject: [PostgresDatabase],
        useFactory: (db: PostgresDatabase) => new View(db),
      })),
    ];
    return { module: StoresModule, providers, exports: providers.map(({ provide }) => provide) };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.hints.close();
    await this.db.end();
  }
}
