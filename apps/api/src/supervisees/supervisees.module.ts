import { Module } from '@nestjs/common';
import { ForbiddenContactService } from './forbidden-contact.service.js';
import { ForbiddenContactsController } from './forbidden-contacts.controller.js';
import { HoldService } from './hold.service.js';
import { HoldsController } from './holds.controller.js';
import { LeaveService } from './leave.service.js';
import { LeavesController } from './leaves.controller.js';
import { MonitoredTimeController } from './monitored-time.controller.js';
import { NearbyController } from './nearby.controller.js';
import { NearbyService } from './nearby.service.js';
import { OrderService } from './order.service.js';
import { SearchesController } from './searches.controller.js';
import { SuperviseeService } from './supervisee.service.js';
import { OrdersController, SuperviseesController } from './supervisees.controller.js';
import { TrackService } from './track.service.js';

@Module({
  controllers: [
    SuperviseesController,
    OrdersController,
    MonitoredTimeController,
    HoldsController,
    LeavesController,
    ForbiddenContactsController,
    SearchesController,
    NearbyController,
  ],
  providers: [
    SuperviseeService,
    OrderService,
    HoldService,
    LeaveService,
    ForbiddenContactService,
    NearbyService,
    TrackService,
  ],
})
export class SuperviseesModule {}
