import { instant, type AccountId, type Instant } from '#libs/kernel';
import type { Account, Role } from '#libs/protocol';
import { accountOf } from './account.store.js';
import { statement, type Database } from './statement.js';

const findSession = statement<{
  id: AccountId;
  username: string;
  display_name: string;
  role: Role;
  division: string;
}>('find_session');
const findSessions = statement<{ token_hash: Buffer }>('find_sessions');
const addSession = statement('add_session');
const endSession = statement('end_session');
const endSessionsOf = statement('end_sessions_of');
const readFailure = statement<{ failures: number; last_at: Date; refused_until: Date }>('read_sign_in_failure');
const countFailure = statement<{ failures: number }>('count_sign_in_failure');
const refuseSignIn = statement('refuse_sign_in');
const forgetFailure = statement('forget_sign_in_failure');
const forgetOldFailures = statement('forget_old_sign_in_failures');
const useSetupToken = statement<{ taken: 1 }>('use_setup_token');

/** Who is signed in, by the hash of the token. */
export class SessionStore {
  constructor(private readonly db: Database) {}

  async find(tokenHash: Buffer, at: Instant): Promise<(Account & { id: AccountId }) | undefined> {
    const [row] = await findSession(this.db, tokenHash, new Date(at));
    return row && accountOf(row);
  }

  /** Those of the sessions that are still valid, as hex. */
  async valid(tokenHashes: readonly Buffer[], at: Instant): Promise<ReadonlySet<string>> {
    const rows = await findSessions(this.db, tokenHashes, new Date(at));
    return new Set(rows.map((row) => row.token_hash.toString('hex')));
  }

  async open(tokenHash: Buffer, account: AccountId, at: Instant, expiresAt: Instant): Promise<void> {
    await addSession(this.db, tokenHash, account, new Date(at), new Date(expiresAt));
  }

  async end(tokenHash: Buffer, at: Instant): Promise<void> {
    await endSession(this.db, tokenHash, new Date(at));
  }

  async endAllOf(account: AccountId, at: Instant): Promise<void> {
    await endSessionsOf(this.db, account, new Date(at));
  }

  /** Takes the one-time token of the first administrator; false when there is none, or it was used. */
  async takeSetupToken(tokenHash: Buffer, at: Instant): Promise<boolean> {
    return (await useSetupToken(this.db, tokenHash, new Date(at))).length === 1;
  }
}

/** Failed sign-ins, by the hash of the account's name and the network address; the same for names nobody has. */
export class SignInFailureStore {
  constructor(private readonly db: Database) {}

  /** Until when attempts from this source are refused. */
  async refusedUntil(source: Buffer): Promise<Instant | undefined> {
    const [row] = await readFailure(this.db, source);
    return row && instant(row.refused_until.getTime());
  }

  /** Counts a failure and returns how many there are in a row. */
  async count(source: Buffer, at: Instant): Promise<number> {
    const [row] = await countFailure(this.db, source, new Date(at));
    return row?.failures ?? 1;
  }

  async refuse(source: Buffer, until: Instant): Promise<void> {
    await refuseSignIn(this.db, source, new Date(until));
  }

  async forget(source: Buffer): Promise<void> {
    await forgetFailure(this.db, source);
  }

  async forgetBefore(before: Instant): Promise<void> {
    await forgetOldFailures(this.db, new Date(before));
  }
}
