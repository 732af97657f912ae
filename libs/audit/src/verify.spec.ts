import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GENESIS, link } from './chain.js';
import type { Entry } from './entry.js';
import { verifyLines } from './verify.js';

const act = fc.record({
  at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
  actor: fc.constantFrom('account:1', 'system:engine'),
  role: fc.constantFrom('officer', 'system'),
  action: fc.constantFrom('alert.claimed', 'track.viewed'),
  subject: fc.nat(100).map((n) => `supervisee:${n}`),
  division: fc.option(fc.constant('520303')),
  purpose: fc.option(fc.string({ unit: 'grapheme', maxLength: 10 })),
  detail: fc.dictionary(fc.string({ maxLength: 4 }), fc.oneof(fc.integer(), fc.string({ maxLength: 4 }), fc.boolean())),
});

const log = fc.array(act, { minLength: 2, maxLength: 12 }).map((acts) => {
  const entries: Entry[] = [];
  for (const one of acts) entries.push(link(one, String(entries.length + 1), entries.at(-1)?.hash ?? GENESIS));
  return entries;
});
const linesOf = (entries: readonly unknown[]): string[] => entries.map((entry) => JSON.stringify(entry));
const faultOf = async (entries: readonly unknown[], head?: string) =>
  (await verifyLines(linesOf(entries), { head })).fault;

describe('verifyLines', () => {
  it('finds nothing wrong with a log as it was written, and says where it ends', async () => {
    await fc.assert(
      fc.asyncProperty(log, async (entries) => {
        const head = entries.at(-1)?.hash;
        expect(await verifyLines(linesOf(entries), { head })).toEqual({ entries: entries.length, head, fault: null });
      }),
    );
  });

  it('finds any entry of which any field was changed, or to which one was added', async () => {
    const fields = [
      'seq',
      'at',
      'actor',
      'role',
      'action',
      'subject',
      'division',
      'purpose',
      'detail',
      'prevHash',
      'hash',
      'more',
    ];
    await fc.assert(
      fc.asyncProperty(log, fc.nat(), fc.constantFrom(...fields), async (entries, at, field) => {
        const index = at % entries.length;
        const before = entries[index] as unknown as Record<string, unknown>;
        const after = field === 'detail' ? { ...(before['detail'] as object), forged: 1 } : `${String(before[field])}0`;
        const changed = entries.map((entry, i) => (i === index ? { ...entry, [field]: after } : entry));
        expect(await faultOf(changed)).not.toBeNull();
      }),
    );
  });

  it('finds that an entry was removed, wherever it stood', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.nat(), async (entries, at) => {
        const index = at % entries.length;
        const head = entries.at(-1)?.hash;
        expect(await faultOf(entries.toSpliced(index, 1), head)).not.toBeNull();
      }),
    );
  });

  it('finds an entry that was inserted, even one that is linked as if it belonged there', async () => {
    await fc.assert(
      fc.asyncProperty(log, act, fc.nat(), async (entries, forged, at) => {
        const index = at % entries.length;
        const before = entries[index - 1];
        const inserted = link(forged, String(index + 1), before?.hash ?? GENESIS);
        expect(await faultOf(entries.toSpliced(index, 0, inserted))).not.toBeNull();
      }),
    );
  });

  it('finds that two entries were swapped', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.nat(), fc.nat(), async (entries, a, b) => {
        const [i, j] = [a % entries.length, b % entries.length];
        fc.pre(i !== j);
        const swapped = entries.with(i, entries[j] as Entry).with(j, entries[i] as Entry);
        expect(await faultOf(swapped)).not.toBeNull();
      }),
    );
  });

  it('finds that the end was cut off when it is told the head that was written down', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.nat(), async (entries, at) => {
        const kept = entries.slice(0, at % entries.length);
        expect(await faultOf(kept)).toBeNull();
        expect((await faultOf(kept, entries.at(-1)?.hash))?.fault).toBe('head');
      }),
    );
  });

  it('is content with a log that has gone on since the head was written down', async () => {
    await fc.assert(
      fc.asyncProperty(log, async (entries) => {
        expect(await faultOf(entries, entries[0]?.hash.toUpperCase())).toBeNull();
      }),
    );
  });

  it.each(['{"seq":1}', 'no json', '[]', 'null', '{"seq":"1","at":"x"}'])('says that %s is no entry', async (line) => {
    expect(await verifyLines([line])).toMatchObject({ entries: 0, fault: { seq: 'line 1', fault: 'form' } });
  });
});
