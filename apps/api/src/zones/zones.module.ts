import { Module } from '@nestjs/common';
import { ZoneService } from './zone.service.js';
import { ZonesController } from './zones.controller.js';

@Module({ controllers: [ZonesController], providers: [ZoneService] })
export class ZonesModule {}
