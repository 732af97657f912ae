import type { AccountId, Instant } from '#libs/kernel';
import type { Account, AccountListed, Role } from '#libs/protocol';
import { statement, type Database } from './statement.js';

interface AccountRow {
  readonly id: AccountId;
  readonly username: string;
  readonly display_name: string;
  readonly role: Role;
  readonly division: string;
}

const findAccount = statement<AccountRow & { password_hash: string; disabled: boolean }>('find_account');
const readName = statement<{ display_name: string }>('read_account_name');
const addAccount = statement<{ id: AccountId }>('add_account');
const changeAccount = statement<{ id: AccountId }>('change_account');
const listAccounts = statement<AccountRow & { disabled: boolean }>('list_accounts');

export interface NewAccount {
  readonly username: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly division: string;
}

/** Who may sign in. */
export class AccountStore {
  constructor(private readonly db: Database) {}

  async find(
    username: string,
  ): Promise<(Account & { id: AccountId; passwordHash: string; disabled: boolean }) | undefined> {
    const [row] = await findAccount(this.db, username);
    return row && { ...accountOf(row), passwordHash: row.password_hash, disabled: row.disabled };
  }

  /** What somebody is called on the screen. */
  async nameOf(id: AccountId): Promise<string | undefined> {
    return (await readName(this.db, id))[0]?.display_name;
  }

  /** The id, or undefined when the name is taken. */
  async add(account: NewAccount, at: Instant): Promise<AccountId | undefined> {
    const { username, displayName, passwordHash, role, division } = account;
    const [row] = await addAccount(this.db, username, displayName, passwordHash, role, division, new Date(at));
    return row?.id;
  }

  /** False when the jurisdiction has no such account. */
  async change(
    id: AccountId,
    jurisdiction: string,
    change: Partial<NewAccount> & { readonly disabled?: boolean },
    at: Instant,
  ): Promise<boolean> {
    const { displayName, passwordHash, role, division, disabled } = change;
    const values = [displayName, passwordHash, role, division, disabled].map((value) => value ?? null);
    return (await changeAccount(this.db, id, jurisdiction, ...values, new Date(at))).length === 1;
  }

  async list(jurisdiction: string, afterId: string, limit: number): Promise<AccountListed[]> {
    const rows = await listAccounts(this.db, jurisdiction, afterId, limit);
    return rows.map((row) => ({ ...accountOf(row), disabled: row.disabled }));
  }
}

/** A row as it is shown. */
export function accountOf(row: AccountRow): Account & { id: AccountId } {
  return { id: row.id, username: row.username, displayName: row.display_name, role: row.role, division: row.division };
}
