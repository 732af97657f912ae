import { Module } from '@nestjs/common';
import { PointsController } from './points.controller.js';
import { PointsService } from './points.service.js';
import { SchemeService } from './scheme.service.js';
import { PointsSchemesController } from './schemes.controller.js';

/** Points: schemes, ledger, facts. */
@Module({
  controllers: [PointsSchemesController, PointsController],
  providers: [SchemeService, PointsService],
})
export class PointsModule {}
