import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { verifyEntries, verifyLines, type Verdict } from '#libs/audit';
import type { Options } from './options.js';

/** Checks the log. A file needs nothing of the platform but libs/audit; only a database wants the store. */
export async function verifyLog({ file, database, head }: Options): Promise<Verdict> {
  if (file !== undefined) {
    const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
    return verifyLines(lines, { head });
  }
  const { AuditView, PostgresDatabase } = await import('#libs/store');
  const db = new PostgresDatabase({ url: database ?? '', name: 'audit-verify', max: 1 });
  try {
    const view = new AuditView(db);
    return await verifyEntries(view.entries(await view.head()), { head });
  } finally {
    await db.end();
  }
}

/** What the command prints. */
export function sentenceOf({ entries, head, fault }: Verdict): string {
  const upTo = `${entries} entries hold, up to ${head}`;
  return fault === null ? `${upTo}\n` : `${upTo}\nFault at entry ${fault.seq} (${fault.fault}): ${fault.detail}\n`;
}
