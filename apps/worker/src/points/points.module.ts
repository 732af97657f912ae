import { Module } from '@nestjs/common';
import { ClosesService } from './closes.service.js';
import { ProposalsService } from './proposals.service.js';

/** Points that nobody has to think of: from what is confirmed and recorded anyway. */
@Module({ providers: [ProposalsService, ClosesService] })
export class PointsModule {}
