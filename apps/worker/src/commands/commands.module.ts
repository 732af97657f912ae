import { Module } from '@nestjs/common';
import { CommandExpiry } from './command-expiry.js';

/** Commands that no wristband has answered in time. */
@Module({ providers: [CommandExpiry] })
export class CommandsModule {}
