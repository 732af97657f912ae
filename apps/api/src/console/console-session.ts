import { Injectable } from '@nestjs/common';
import { tokenFromCookie, tokenHash, type Officer } from '#libs/identity';
import { instant } from '#libs/kernel';
import { SessionStore } from '#libs/store';

/** What a socket says of itself when it connects. */
export interface Handshake {
  readonly auth: Readonly<Record<string, unknown>>;
  readonly headers: {
    readonly origin?: string | undefined;
    readonly host?: string | undefined;
    readonly cookie?: string | undefined;
  };
}

export interface ConsoleSession {
  readonly officer: Officer;
  readonly tokenHash: Buffer;
}

/** Who is at the other end of a socket. */
@Injectable()
export class ConsoleSessions {
  constructor(private readonly sessions: SessionStore) {}

  async find({ auth, headers }: Handshake): Promise<ConsoleSession | undefined> {
    const token = typeof auth['token'] === 'string' ? auth['token'] : cookieOf(headers);
    if (token === undefined) return undefined;
    const hash = tokenHash(token);
    const officer = await this.sessions.find(hash, instant(Date.now()));
    return officer && { officer, tokenHash: hash };
  }

  /** Those of the sessions that have ended since. */
  async ended(sessions: readonly ConsoleSession[]): Promise<ReadonlySet<ConsoleSession>> {
    if (sessions.length === 0) return new Set();
    const hashes = sessions.map(({ tokenHash }) => tokenHash);
    const valid = await this.sessions.valid(hashes, instant(Date.now()));
    return new Set(sessions.filter(({ tokenHash }) => !valid.has(tokenHash.toString('hex'))));
  }
}

/** Browsers let any page open a socket to us and send our cookie along: only our own page may use it. */
function cookieOf({ origin, host, cookie }: Handshake['headers']): string | undefined {
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) return undefined;
  return tokenFromCookie(cookie);
}
