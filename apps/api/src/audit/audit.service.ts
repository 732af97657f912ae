import { Injectable } from '@nestjs/common';
import { ChainVerifier, type Detail } from '#libs/audit';
import { instant } from '#libs/kernel';
import { act, AuditView, PostgresDatabase, writeJournal } from '#libs/store';
import type { AnswerOf, Asked } from '../http/asked.js';
import type { By } from '../http/by.js';

/** Looks at the audit log; each is itself written to it. */
@Injectable()
export class AuditService {
  constructor(
    private readonly db: PostgresDatabase,
    private readonly view: AuditView,
  ) {}

  async list(asked: Asked<'listAudit'>, beforeSeq: string): Promise<AnswerOf<'listAudit'>['items']> {
    const { actor, action, subject, from, to, limit } = asked.query;
    const times = { from: timeOf(from), to: timeOf(to) };
    const search = { actor, action, subject, ...times, beforeSeq, limit: limit + 1 };
    const entries = await this.view.list(asked.officer.division, search);
    const filters = Object.entries({ actor, action, subject, from, to }).filter(([, value]) => value !== undefined);
    await this.#log(asked, 'audit.viewed', Object.fromEntries(filters) as Detail);
    return entries;
  }

  async verify(by: By): Promise<AnswerOf<'verifyAudit'>> {
    const verifier = new ChainVerifier();
    let fault: AnswerOf<'verifyAudit'>['fault'] = null;
    for await (const entry of this.view.entries(await this.view.head())) {
      fault = verifier.check(entry) ?? null;
      if (fault !== null) break;
    }
    const { count, head } = verifier;
    await this.#log(by, 'audit.verified', { entries: count, head, fault: fault?.seq ?? null });
    return { entries: count, head, fault };
  }

  /** The log as lines of JSON, its own export included. */
  async *lines(by: By): AsyncGenerator<string> {
    await this.#log(by, 'audit.exported', {});
    for await (const entry of this.view.entries(await this.view.head())) yield `${JSON.stringify(entry)}\n`;
  }

  async #log({ officer, at }: By, action: string, detail: Detail): Promise<void> {
    const who = { actor: `account:${officer.id}`, role: officer.role, division: officer.division } as const;
    const look = act(at, { ...who, action, subject: 'audit', purpose: null, detail });
    await this.db.transaction((tx) => writeJournal(tx, [look]));
  }
}

const timeOf = (time: string | undefined) => (time === undefined ? undefined : instant(Date.parse(time)));
