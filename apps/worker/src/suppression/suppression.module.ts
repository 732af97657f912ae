import { Module } from '@nestjs/common';
import { ReleaseService } from './release.service.js';
import { StormService } from './storm.service.js';

/** What was held back and goes on, and what comes in dozens. */
@Module({ providers: [ReleaseService, StormService] })
export class SuppressionModule {}
