import { Module } from '@nestjs/common';
import { ProposalsService } from './proposals.service.js';

/** Points that nobody has to think of: from what is confirmed and recorded anyway. */
@Module({ providers: [ProposalsService] })
export class PointsModule {}
