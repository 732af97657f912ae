import { Module } from '@nestjs/common';
import { MonitoredTimeController } from './monitored-time.controller.js';
import { OrderService } from './order.service.js';
import { SuperviseeService } from './supervisee.service.js';
import { OrdersController, SuperviseesController } from './supervisees.controller.js';
import { TrackService } from './track.service.js';

@Module({
  controllers: [SuperviseesController, OrdersController, MonitoredTimeController],
  providers: [SuperviseeService, OrderService, TrackService],
})
export class SuperviseesModule {}
