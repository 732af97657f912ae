import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyLog } from '#infra/audit-verify';
import { verifyLines } from '#libs/audit';
import type { AuditEntry } from '#libs/protocol';
import {
  HONGHUAGANG,
  HUICHUAN,
  openTestDatabase,
  seedCounties,
  startApi,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';

const person = { name: '张某', category: 'probation', termFrom: '2026-01-01', termTo: '2027-01-01' };

describe('the audit log', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let prosecutor: Caller;
  let county: Caller;
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    prosecutor = await api.as('prosecutor', HUICHUAN);
    county = await api.as('county', HUICHUAN);
    const neighbour = await api.as('county', HONGHUAGANG);
    for (let n = 0; n < 15; n += 1) await county.ask('addSupervisee', { body: { ...person, division: HUICHUAN } });
    await neighbour.ask('addSupervisee', { body: { ...person, division: HONGHUAGANG } });
  });
  afterAll(async () => {
    await api.close();
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const exported = async (): Promise<string[]> => {
    const answer = await prosecutor.send('exportAudit');
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    return (await answer.text()).trimEnd().split('\n');
  };

  it('is read page by page, the newest first, with names, and only of the jurisdiction', async () => {
    const entries: AuditEntry[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: Record<string, string> = {
        action: 'supervisee.registered',
        limit: '4',
        ...(cursor === '' ? {} : { cursor }),
      };
      const page: { items: AuditEntry[]; next: string | null } = await prosecutor.ask('listAudit', { query });
      entries.push(...page.items);
      cursor = page.next;
    }
    expect(entries).toHaveLength(15);
    expect(entries.map(({ seq }) => Number(seq))).toEqual(
      [...entries.map(({ seq }) => Number(seq))].sort((a, b) => b - a),
    );
    expect(new Set(entries.map(({ actorName }) => actorName))).toEqual(new Set([`county of ${HUICHUAN}`]));
    expect(entries[0]?.detail).toEqual({ category: 'probation' });
  });

  it('is found by actor, subject and time', async () => {
    const found = async (query: Record<string, string>) => (await prosecutor.ask('listAudit', { query })).items;
    expect(await found({ actor: `account:${county.id}`, limit: '500' })).toHaveLength(15);
    expect(await found({ subject: 'supervisee:1' })).toHaveLength(1);
    expect(await found({ to: '2026-01-01T00:00:00Z' })).toEqual([]);
  });

  it('has the looks at itself in it', async () => {
    await prosecutor.ask('listAudit', { query: { subject: 'supervisee:3' } });
    await prosecutor.ask('verifyAudit');
    await exported();
    const { items } = await prosecutor.ask('listAudit', { query: { actor: `account:${prosecutor.id}`, limit: '3' } });
    expect(items.map(({ action }) => action)).toEqual(['audit.exported', 'audit.verified', 'audit.viewed']);
    expect(items[2]?.detail).toEqual({ subject: 'supervisee:3' });
  });

  it('holds, as the platform says and as whoever has only the export finds', async () => {
    const verdict = await prosecutor.ask('verifyAudit');
    expect(verdict).toMatchObject({ fault: null });
    const lines = await exported();
    expect(await verifyLines(lines, { head: verdict.head })).toMatchObject({ entries: lines.length, fault: null });
    const file = join(folder, 'export.ndjson');
    writeFileSync(file, lines.join('\n'));
    const offline = await verifyLog({ file, head: verdict.head });
    expect(await verifyLog({ database: database.ownerUrl })).toEqual(offline);
  });

  it('shows that somebody with the database in his hands changed a word', async () => {
    await database.owner.query(`update audit_entry set purpose = 'nothing' where seq = 5`);
    expect((await prosecutor.ask('verifyAudit')).fault).toMatchObject({ seq: '5', fault: 'hash' });
    expect(await verifyLines(await exported())).toMatchObject({ entries: 4, fault: { seq: '5' } });
    await database.owner.query(`update audit_entry set purpose = null where seq = 5`);
    await database.owner.query('delete from audit_entry where seq = 7');
    expect((await prosecutor.ask('verifyAudit')).fault).toMatchObject({ seq: '8', fault: 'link' });
  });
});
