import { Injectable } from '@nestjs/common';
import { hashPassword, tokenHash } from '#libs/identity';
import { DomainError, type AccountId } from '#libs/kernel';
import type { Account, AccountListed } from '#libs/protocol';
import { AccountStore, DivisionView, PostgresDatabase, SessionStore, writeJournal, type Database } from '#libs/store';
import type { Asked } from '../http/asked.js';
import { found, insistOnJurisdiction, invalidAt, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';
import { sessionAct } from './sign-in.service.js';

/** Who has an account. An administrator gives them out below his own jurisdiction. */
@Injectable()
export class AccountService {
  constructor(private readonly db: PostgresDatabase) {}

  /** The first administrator, for whoever holds the link that the first start printed. */
  async setUp({ body, at }: Asked<'setUp'>): Promise<Account> {
    const passwordHash = await hashPassword(body.password);
    return this.db.transaction(async (tx) => {
      if (!(await new SessionStore(tx).takeSetupToken(tokenHash(body.token), at))) {
        throw new DomainError('setup.refused', 'It was used already, or it is not from this platform');
      }
      const division = body.division ?? (await new DivisionView(tx).commonPrefix());
      if (division === undefined) throw invalidAt('/division', 'say for which division');
      const account = { username: body.username, displayName: body.username, role: 'admin', division } as const;
      const id = await new AccountStore(tx).add({ ...account, passwordHash }, at);
      if (id === undefined) throw nameTaken();
      await writeJournal(tx, [sessionAct(at, { id, ...account }, 'account.created', { role: 'admin' })]);
      return { id, ...account };
    });
  }

  async add(tx: Database, by: By, wanted: Asked<'addAccount'>['body']): Promise<Done<AccountListed>> {
    insistOnJurisdiction(by, wanted.division);
    const { password, ...account } = wanted;
    const id = await new AccountStore(tx).add({ ...account, passwordHash: await hashPassword(password) }, by.at);
    if (id === undefined) throw nameTaken();
    const { role, division } = account;
    const deed = { action: 'account.created', subject: `account:${id}`, division, detail: { role } };
    return { answer: { id, ...account, disabled: false }, deeds: [deed] };
  }

  /** Whatever changes what an account may do ends its sessions. */
  async change(
    tx: Database,
    by: By,
    id: AccountId,
    wanted: Asked<'changeAccount'>['body'],
  ): Promise<Done<AccountListed>> {
    if (wanted.division !== undefined) insistOnJurisdiction(by, wanted.division);
    const { password, ...change } = wanted;
    const hashed = password === undefined ? {} : { passwordHash: await hashPassword(password) };
    const store = new AccountStore(tx);
    const known = await store.change(id, by.officer.division, { ...present(change), ...hashed }, by.at);
    if (!known) found(undefined, 'account.not-found');
    const fields = Object.keys(present(wanted)).sort();
    if (fields.some((field) => field !== 'displayName')) await new SessionStore(tx).endAllOf(id, by.at);
    const [answer] = await store.list('', String(BigInt(id) - 1n), 1);
    const { division } = found(answer, 'account.not-found');
    const deed = { action: 'account.changed', subject: `account:${id}`, division, detail: { fields } };
    return { answer: found(answer, 'account.not-found'), deeds: [deed] };
  }
}

const nameTaken = (): DomainError => new DomainError('account.exists', 'Choose another name');

/** Only what is given. */
function present<T extends object>(change: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
