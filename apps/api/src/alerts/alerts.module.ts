import { Module } from '@nestjs/common';
import { AlertService } from './alert.service.js';
import { AlertsController } from './alerts.controller.js';
import { SuppressionService } from './suppression.service.js';
import { SuppressionsController } from './suppressions.controller.js';

@Module({
  controllers: [AlertsController, SuppressionsController],
  providers: [AlertService, SuppressionService],
})
export class AlertsModule {}
