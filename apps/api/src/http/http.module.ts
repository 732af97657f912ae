import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ForgettingService } from './forgetting.service.js';
import { RequestMetrics } from './request-metrics.interceptor.js';
import { SessionGuard } from './session.guard.js';
import { Writes } from './writes.js';

/** What every controller stands on: who may call, and how anything is changed. */
@Global()
@Module({
  providers: [
    Writes,
    ForgettingService,
    { provide: APP_GUARD, useClass: SessionGuard },
    { provide: APP_INTERCEPTOR, useClass: RequestMetrics },
  ],
  exports: [Writes],
})
export class HttpModule {}
