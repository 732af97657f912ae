import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newToken, signInDelay, tokenHash, verifyPassword } from '#libs/identity';
import { after, DomainError, hours, since, type Instant } from '#libs/kernel';
import { AccountStore, act, PostgresDatabase, SessionStore, SignInFailureStore, writeJournal } from '#libs/store';

export const SESSION_LENGTH = hours(12);

export interface Attempt {
  readonly username: string;
  readonly password: string;
  readonly address: string;
  readonly at: Instant;
}

type Found = Awaited<ReturnType<AccountStore['find']>>;

/**
 * Signing in. Failures are counted in PostgreSQL by account name and network address, so that a restart forgets
 * nothing and every api counts alike; whether there is such an account makes no difference to what is answered.
 */
@Injectable()
export class SignInService {
  constructor(
    private readonly db: PostgresDatabase,
    private readonly accounts: AccountStore,
    private readonly failures: SignInFailureStore,
  ) {}

  async signIn(attempt: Attempt): Promise<string> {
    const source = sourceOf(attempt);
    await this.#insistOnPatience(source, attempt.at);
    const account = await this.accounts.find(attempt.username);
    const matches = await verifyPassword(account?.passwordHash, attempt.password);
    if (!matches || account === undefined || account.disabled) {
      await this.#refuse(source, attempt, account);
      throw new DomainError('session.refused', 'Check both and try again');
    }
    return this.#open(source, attempt, account);
  }

  async #insistOnPatience(source: Buffer, at: Instant): Promise<void> {
    const until = await this.failures.refusedUntil(source);
    if (until === undefined || until <= at) return;
    const retryAfterSeconds = Math.ceil(since(at, until) / 1_000);
    throw new DomainError('session.too-many-attempts', `Try again in ${retryAfterSeconds} s`, { retryAfterSeconds });
  }

  async #refuse(source: Buffer, { address, at }: Attempt, account: Found): Promise<void> {
    await this.db.transaction(async (tx) => {
      const failures = new SignInFailureStore(tx);
      const inARow = await failures.count(source, at);
      await failures.refuse(source, after(at, signInDelay(inARow)));
      // The name that was typed is not kept when nobody has it: it may be a password in the wrong field.
      const subject = `account:${account?.id ?? 'unknown'}`;
      const detail = { address, failures: inARow, disabled: account?.disabled ?? false };
      const division = account?.division ?? null;
      const deed = { actor: 'system:api', role: 'system', action: 'session.refused', subject, division } as const;
      await writeJournal(tx, [act(at, { ...deed, purpose: null, detail })]);
    });
  }

  async #open(source: Buffer, { address, at }: Attempt, account: NonNullable<Found>): Promise<string> {
    const token = newToken();
    await this.db.transaction(async (tx) => {
      await new SignInFailureStore(tx).forget(source);
      await new SessionStore(tx).open(tokenHash(token), account.id, at, after(at, SESSION_LENGTH));
      await writeJournal(tx, [sessionAct(at, account, 'session.opened', { address })]);
    });
    return token;
  }
}

export function sessionAct(
  at: Instant,
  account: { readonly id: string; readonly role: string; readonly division: string },
  action: string,
  detail: Readonly<Record<string, string>>,
) {
  const who = { actor: `account:${account.id}`, role: account.role, division: account.division } as const;
  return act(at, { ...who, action, subject: `account:${account.id}`, purpose: null, detail });
}

const sourceOf = ({ username, address }: Attempt): Buffer =>
  createHash('sha256').update(`${username.toLowerCase()}\n${address}`).digest();
