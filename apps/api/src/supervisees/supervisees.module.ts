import { Module } from '@nestjs/common';
import { OrderService } from './order.service.js';
import { SuperviseeService } from './supervisee.service.js';
import { OrdersController, SuperviseesController } from './supervisees.controller.js';
import { TrackService } from './track.service.js';

@Module({
  controllers: [SuperviseesController, OrdersController],
  providers: [SuperviseeService, OrderService, TrackService],
})
export class SuperviseesModule {}
