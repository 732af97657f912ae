import { Module } from '@nestjs/common';
import { SessionModule } from '../session/session.module.js';
import { ConsoleSessions } from './console-session.js';
import { ConsoleGateway } from './console.gateway.js';
import { FeedController } from './feed.controller.js';
import { FeedHub } from './feed.hub.js';
import { NewFixes } from './new-fixes.js';
import { PositionService } from './position.service.js';

@Module({
  imports: [SessionModule],
  controllers: [FeedController],
  providers: [FeedHub, NewFixes, PositionService, ConsoleSessions, ConsoleGateway],
})
export class ConsoleModule {}
