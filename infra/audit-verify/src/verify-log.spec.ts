import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GENESIS, link, type Act, type Entry } from '#libs/audit';
import { readOptions } from './options.js';
import { sentenceOf, verifyLog } from './verify-log.js';

const look: Act = {
  at: '2026-11-23T06:02:10.000Z',
  actor: 'account:7',
  role: 'county',
  action: 'track.viewed',
  subject: 'supervisee:17',
  division: '520303',
  purpose: '核实越界',
  detail: { fixes: 12 },
};

describe('audit:verify', () => {
  let folder: string;
  const entries: Entry[] = [];
  const write = (lines: readonly unknown[]): string => {
    const file = join(folder, 'audit.ndjson');
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return file;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'audit-'));
    for (let n = 1; n <= 3; n += 1) entries.push(link(look, String(n), entries.at(-1)?.hash ?? GENESIS));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('says how many entries hold and where the log ends', async () => {
    const verdict = await verifyLog({ file: write(entries) });
    expect(sentenceOf(verdict)).toBe(`3 entries hold, up to ${entries[2]?.hash}\n`);
  });

  it('names the first fault', async () => {
    const verdict = await verifyLog({ file: write(entries.map((entry) => ({ ...entry, purpose: 'x' }))) });
    expect(sentenceOf(verdict)).toBe(
      `0 entries hold, up to ${GENESIS}\nFault at entry 1 (hash): its words are not those that were hashed\n`,
    );
  });

  it.each([
    [[]],
    [['--file']],
    [['--file', 'a', '--database', 'b']],
    [['--head', 'x']],
    [['--file', 'a', '--head', 'x']],
  ])('refuses the command line %j', (args) => {
    expect(() => readOptions(args)).toThrow();
  });
});
