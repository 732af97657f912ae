import { Module } from '@nestjs/common';
import { AccountService } from './account.service.js';
import { AccountsController } from './accounts.controller.js';
import { EndedSessions } from './ended-sessions.js';
import { SessionController } from './session.controller.js';
import { SignInService } from './sign-in.service.js';

@Module({
  controllers: [SessionController, AccountsController],
  providers: [SignInService, AccountService, EndedSessions],
  exports: [EndedSessions],
})
export class SessionModule {}
