import { Module } from '@nestjs/common';
import { CommandService } from './command.service.js';
import { CommandsController } from './commands.controller.js';
import { DeviceService } from './device.service.js';
import { DevicesController } from './devices.controller.js';

@Module({ controllers: [DevicesController, CommandsController], providers: [DeviceService, CommandService] })
export class DevicesModule {}
