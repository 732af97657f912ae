import { GENESIS, link, type Act, type Entry } from '#libs/audit';
import type { Instant } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const lockJournal = statement('lock_journal');
const readJournalHead = statement<{ audit_seq: string; audit_hash: string | null; feed_cursor: string }>(
  'read_journal_head',
);
const appendAudit = statement('append_audit');
const appendFeed = statement('append_feed');

/** Something the consoles of a division are told (of everybody's, when `division` is null). */
export interface FeedNotice {
  readonly type: string;
  readonly at: Instant;
  readonly division: string | null;
  readonly data: unknown;
}

/**
 * Writes what was done, and what consoles are told of it, in the transaction that does it. Call it last: it takes the
 * journal lock, which gives both logs their commit order and is held until the commit.
 * Returns the cursor of the last feed event.
 */
export async function writeJournal(
  tx: Database,
  acts: readonly Act[],
  notices: readonly FeedNotice[] = [],
): Promise<string> {
  await lockJournal(tx);
  const [head] = await readJournalHead(tx);
  if (head === undefined) throw new Error('the journal has no head');
  await addActs(tx, acts, BigInt(head.audit_seq), head.audit_hash ?? GENESIS);
  return addNotices(tx, notices, BigInt(head.feed_cursor));
}

async function addActs(tx: Database, acts: readonly Act[], lastSeq: bigint, lastHash: string): Promise<void> {
  if (acts.length === 0) return;
  const entries: Entry[] = [];
  for (const act of acts) {
    const before = entries.at(-1);
    entries.push(link(act, String(lastSeq + BigInt(entries.length + 1)), before?.hash ?? lastHash));
  }
  const column = <Key extends keyof Entry>(key: Key): Entry[Key][] => entries.map((entry) => entry[key]);
  const details = entries.map((entry) => JSON.stringify(entry.detail));
  await appendAudit(
    tx,
    column('seq'),
    column('at'),
    column('actor'),
    column('role'),
    column('action'),
    column('subject'),
    column('division'),
    column('purpose'),
    details,
    column('prevHash'),
    column('hash'),
  );
}

async function addNotices(tx: Database, notices: readonly FeedNotice[], last: bigint): Promise<string> {
  const cursors = notices.map((_, index) => String(last + BigInt(index + 1)));
  if (notices.length > 0) {
    await appendFeed(
      tx,
      cursors,
      notices.map((notice) => notice.type),
      notices.map((notice) => new Date(notice.at)),
      notices.map((notice) => notice.division),
      notices.map((notice) => JSON.stringify(notice.data)),
    );
  }
  return cursors.at(-1) ?? String(last);
}

/** An act as the log wants it: time as a value, in UTC. */
export const act = (at: Instant, rest: Omit<Act, 'at'>): Act => ({ at: new Date(at).toISOString(), ...rest });
