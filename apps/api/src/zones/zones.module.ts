import { Module } from '@nestjs/common';
import { ListedPlaceService } from './listed-place.service.js';
import { ListedPlacesController } from './listed-places.controller.js';
import { ZoneService } from './zone.service.js';
import { ZonesController } from './zones.controller.js';

@Module({ controllers: [ZonesController, ListedPlacesController], providers: [ZoneService, ListedPlaceService] })
export class ZonesModule {}
