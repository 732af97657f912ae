import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { tokenFrom, tokenHash } from '#libs/identity';
import { DomainError, instant } from '#libs/kernel';
import { endpoints, type Endpoint } from '#libs/protocol';
import { SessionStore } from '#libs/store';
import type { EndpointName, Incoming } from './asked.js';
import { CALL } from './call.js';

/** Lets a call through when the catalogue says that whoever is signed in may make it. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(@Inject(SessionStore) private readonly sessions: Pick<SessionStore, 'find'>) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const name = Reflect.getMetadata(CALL, context.getHandler()) as EndpointName | undefined;
    if (name === undefined) return true; // health, hooks: they have their own doors
    const { roles }: Endpoint = endpoints[name];
    if (roles === 'public') return true;
    const request = context.switchToHttp().getRequest<Incoming>();
    const token = tokenFrom(request.headers);
    if (token === undefined) throw new DomainError('session.missing', 'Sign in first');
    const session = tokenHash(token);
    const officer = await this.sessions.find(session, instant(Date.now()));
    if (officer === undefined) throw new DomainError('session.missing', 'The session has ended: sign in again');
    if (roles.length > 0 && !roles.includes(officer.role)) {
      throw new DomainError('officer.role-not-allowed', `This is for: ${roles.join(', ')}`, { role: officer.role });
    }
    request.officer = officer;
    request.session = session;
    return true;
  }
}
