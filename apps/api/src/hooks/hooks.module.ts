import { Module } from '@nestjs/common';
import { MqttHookController } from './mqtt-hook.controller.js';
import { MqttHookService } from './mqtt-hook.service.js';

@Module({ controllers: [MqttHookController], providers: [MqttHookService] })
export class HooksModule {}
