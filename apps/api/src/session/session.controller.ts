import { Controller, Inject, Res } from '@nestjs/common';
import type { Config } from '#libs/config';
import { sessionCookie } from '#libs/identity';
import type { Account } from '#libs/protocol';
import { SessionStore } from '#libs/store';
import { API_CONFIG } from '../api-config.js';
import type { Asked } from '../http/asked.js';
import { Ask, Call } from '../http/call.js';
import { Writes } from '../http/writes.js';
import { EndedSessions } from './ended-sessions.js';
import { SESSION_LENGTH, SignInService } from './sign-in.service.js';

interface Answer {
  setHeader(name: string, value: string): unknown;
}

@Controller('api/v1')
export class SessionController {
  constructor(
    @Inject(API_CONFIG) private readonly config: Pick<Config<'api'>, 'COOKIE_SECURE'>,
    private readonly signInService: SignInService,
    private readonly writes: Writes,
    private readonly ended: EndedSessions,
  ) {}

  @Call('signIn')
  async signIn(
    @Ask() { body, address, at }: Asked<'signIn'>,
    @Res({ passthrough: true }) answer: Answer,
  ): Promise<{ token: string }> {
    const token = await this.signInService.signIn({ username: body.username, password: body.password, address, at });
    answer.setHeader('set-cookie', this.#cookie(token, SESSION_LENGTH / 1_000));
    answer.setHeader('cache-control', 'no-store');
    return { token };
  }

  @Call('signOut')
  async signOut(@Ask() asked: Asked<'signOut'>, @Res({ passthrough: true }) answer: Answer): Promise<void> {
    await this.writes.once(asked, async (tx) => {
      await new SessionStore(tx).end(asked.session, asked.at);
      const { id, division } = asked.officer;
      return {
        answer: undefined,
        deeds: [{ action: 'session.closed', subject: `account:${id}`, division, detail: {} }],
      };
    });
    this.ended.tell(asked.session);
    answer.setHeader('set-cookie', this.#cookie('', 0));
  }

  @Call('me')
  me(@Ask() { officer }: Asked<'me'>): Account {
    return officer;
  }

  #cookie(token: string, maxAgeSeconds: number): string {
    return sessionCookie(token, { secure: this.config.COOKIE_SECURE, maxAgeSeconds });
  }
}
