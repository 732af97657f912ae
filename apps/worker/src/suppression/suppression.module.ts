import { Module } from '@nestjs/common';
import { ReleaseService } from './release.service.js';

/** What was held back and goes on. */
@Module({ providers: [ReleaseService] })
export class SuppressionModule {}
