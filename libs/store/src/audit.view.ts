import type { Detail, Entry } from '#libs/audit';
import type { Instant } from '#libs/kernel';
import type { AuditEntry } from '#libs/protocol';
import { statement, type Database } from './statement.js';

interface Row {
  readonly seq: string;
  readonly at: Date;
  readonly actor: Entry['actor'];
  readonly role: string;
  readonly action: string;
  readonly subject: string;
  readonly division: string | null;
  readonly purpose: string | null;
  readonly detail: Detail;
  readonly prev_hash: string;
  readonly hash: string;
}

const listAudit = statement<Row & { actor_name: string | null }>('list_audit');
const readAudit = statement<Row>('read_audit');
const readHead = statement<{ seq: string }>('read_audit_head');

export interface AuditSearch {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  readonly beforeSeq: string;
  readonly limit: number;
}

/** The audit log, for people and for whoever checks it. */
export class AuditView {
  constructor(private readonly db: Database) {}

  /** Newest first, of a jurisdiction. */
  async list(jurisdiction: string, search: AuditSearch): Promise<AuditEntry[]> {
    const { actor = null, action = null, subject = null, from, to, beforeSeq, limit } = search;
    const [since, until] = [from, to].map((at) => (at === undefined ? null : new Date(at)));
    const rows = await listAudit(this.db, jurisdiction, actor, action, subject, since, until, beforeSeq, limit);
    return rows.map((row) => ({ ...entryOf(row), detail: { ...row.detail }, actorName: row.actor_name }));
  }

  /** The number of the newest entry. */
  async head(): Promise<string> {
    return (await readHead(this.db))[0]?.seq ?? '0';
  }

  /** All entries as they were written, oldest first, up to and with `upTo`; a page in memory at a time. */
  async *entries(upTo: string, pageSize = 2_000): AsyncGenerator<Entry> {
    for (let after = '0'; ;) {
      const rows = await readAudit(this.db, after, upTo, pageSize);
      for (const row of rows) yield entryOf(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageSize) return;
      after = last.seq;
    }
  }
}

function entryOf(row: Row): Entry {
  const { seq, actor, role, action, subject, division, purpose, detail, hash } = row;
  const at = row.at.toISOString();
  return { seq, at, actor, role, action, subject, division, purpose, detail, prevHash: row.prev_hash, hash };
}
