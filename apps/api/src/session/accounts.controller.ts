import { Controller } from '@nestjs/common';
import { accountId } from '#libs/kernel';
import type { Account, AccountListed } from '#libs/protocol';
import { AccountStore } from '#libs/store';
import { z } from 'zod';
import type { AnswerOf, Asked } from '../http/asked.js';
import { Ask, Call } from '../http/call.js';
import { decodeCursor, pageOf } from '../http/page-cursor.js';
import { Writes } from '../http/writes.js';
import { AccountService } from './account.service.js';

const place = z.tuple([z.string().regex(/^\d{1,19}$/)]);

@Controller('api/v1')
export class AccountsController {
  constructor(
    private readonly store: AccountStore,
    private readonly writes: Writes,
    private readonly accounts: AccountService,
  ) {}

  @Call('setUp')
  setUp(@Ask() asked: Asked<'setUp'>): Promise<Account> {
    return this.accounts.setUp(asked);
  }

  @Call('listAccounts')
  async list(@Ask() { officer, query }: Asked<'listAccounts'>): Promise<AnswerOf<'listAccounts'>> {
    const [afterId] = decodeCursor(place, query.cursor) ?? ['0'];
    return pageOf(await this.store.list(officer.division, afterId, query.limit + 1), query.limit, ({ id }) => [id]);
  }

  @Call('addAccount')
  add(@Ask() asked: Asked<'addAccount'>): Promise<AccountListed> {
    return this.writes.once(asked, (tx) => this.accounts.add(tx, asked, asked.body));
  }

  @Call('changeAccount')
  change(@Ask() asked: Asked<'changeAccount'>): Promise<AccountListed> {
    return this.writes.once(asked, (tx) => this.accounts.change(tx, asked, accountId(asked.params.id), asked.body));
  }
}
