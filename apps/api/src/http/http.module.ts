import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { SessionGuard } from './session.guard.js';
import { Writes } from './writes.js';

/** What every controller stands on: who may call, and how anything is changed. */
@Global()
@Module({ providers: [Writes, { provide: APP_GUARD, useClass: SessionGuard }], exports: [Writes] })
export class HttpModule {}
