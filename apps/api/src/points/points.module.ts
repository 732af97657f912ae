import { Module } from '@nestjs/common';
import { CloseService } from './close.service.js';
import { PointsClosesController } from './closes.controller.js';
import { PointsController } from './points.controller.js';
import { PointsService } from './points.service.js';
import { SchemeService } from './scheme.service.js';
import { PointsSchemesController } from './schemes.controller.js';

/** Points: schemes, ledger, facts. */
@Module({
  controllers: [PointsSchemesController, PointsClosesController, PointsController],
  providers: [SchemeService, CloseService, PointsService],
})
export class PointsModule {}
