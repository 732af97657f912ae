import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, type SuperviseeId } from '#libs/kernel';
import { parseUplink } from '#libs/protocol';
import { addWearer, openTestDatabase, type TestDatabase } from '#libs/testkit';
import { StaleStreams } from './device-stream.store.js';
import { IntakeMemory } from './intake-memory.js';
import { RecordStore, type TakenBatch } from './record.store.js';
import type { Database } from './statement.js';
import { WorldChangeStore } from './world-change.store.js';

const T0 = Date.UTC(2026, 0, 10);
const minute = (n: number): number => T0 + n * 60_000;

describe('IntakeMemory', () => {
  let test: TestDatabase;
  let made = 0;

  beforeAll(async () => {
    test = await openTestDatabase();
  });
  afterAll(async () => test.close());

  interface Worn {
    readonly device: string;
    readonly wearer: SuperviseeId;
  }
  async function worn(): Promise<Worn> {
    const device = `WB-${(made += 1).toString().padStart(4, '0')}`;
    return { device, wearer: await addWearer(test, device, instant(T0 - 86_400_000)) };
  }

  /** A process that takes in records, with or without a memory, and counts what it reads of devices. */
  class Process {
    reads = 0;
    constructor(readonly memory?: IntakeMemory) {}

    async store({ device }: Worn, seqs: readonly number[], boot = 1): Promise<TakenBatch['counts']> {
      const rec = seqs.map((seq) => ({ seq, t: minute(boot * 100 + seq), k: 'nofix' }));
      const topic = `wristband/v1/${device}/up`;
      const payload = Buffer.from(JSON.stringify({ boot, rec }));
      const now = instant(minute(1_000));
      const message = { topic, payload, receivedAt: now, uplink: parseUplink(topic, payload, now) };
      for (let alone = false; ; alone = true) {
        try {
          const taken = await test.db.transaction(async (tx) => {
            const records = new RecordStore(this.#counted(tx), this.memory);
            return alone ? records.storeAlone([message]) : records.store([message]);
          });
          this.memory?.remember(taken.known);
          return taken.counts;
        } catch (error) {
          if (!(error instanceof StaleStreams)) throw error;
        }
      }
    }

    #counted(tx: Database): Database {
      return {
        query: (query) => {
          if (query.name === 'read_intake_devices') this.reads += 1;
          return tx.query(query);
        },
      };
    }
  }

  async function rowsOf({ device, wearer }: Worn): Promise<string[]> {
    const { rows } = await test.owner.query<{ row: string }>(
      `select concat_ws(' ', 'record', life, seq, extract(epoch from at), boot, supervisee_id = $2) as row
       from record where device_id = $1
       union all
       select concat_ws(' ', 'sealed', life, seq, extract(epoch from at)) from sealed_record where device_id = $1
       union all
       select concat_ws(' ', 'stream', life, boot, stored, gone, newest_seq, extract(epoch from newest_at))
       from device_stream where device_id = $1
       order by row`,
      [device, wearer],
    );
    return rows.map(({ row }) => row);
  }

  /** As the application does it: the change and the word of it in one transaction. */
  async function change(wearer: SuperviseeId, what: 'binding' | 'order', sql: string): Promise<void> {
    await test.owner.query('begin');
    await test.owner.query(sql, [wearer]);
    await new WorldChangeStore(test.owner).add(
      [{ superviseeId: wearer, division: null, what }],
      instant(minute(1_000)),
    );
    await test.owner.query('commit');
  }
  const changes = {
    unbind: ({ wearer }: Worn) =>
      change(
        wearer,
        'binding',
        `update device_binding set during = tstzrange(lower(during), '2026-01-10 02:00Z') where supervisee_id = $1`,
      ),
    bind: ({ wearer }: Worn) =>
      change(
        wearer,
        'binding',
        `update device_binding set during = tstzrange(lower(during), null) where supervisee_id = $1`,
      ),
    end: ({ wearer }: Worn) =>
      change(
        wearer,
        'order',
        `update device_order set state = 'ended', ended_at = '2026-01-10 03:00Z' where supervisee_id = $1`,
      ),
    restore: ({ wearer }: Worn) =>
      change(wearer, 'order', `update device_order set state = 'approved', ended_at = null where supervisee_id = $1`),
  };

  it('spares the reading of devices that were just stored', async () => {
    const process = new Process(new IntakeMemory());
    const mine = await worn();
    for (const seq of [1, 2, 3]) await process.store(mine, [seq]);
    expect(process.reads).toBe(1);
  });

  it('forgets who has not been heard of for longest', async () => {
    const process = new Process(new IntakeMemory(2));
    const [a, b, c] = [await worn(), await worn(), await worn()];
    for (const one of [a, b, c]) await process.store(one, [1]);
    for (const one of [c, b]) await process.store(one, [2]);
    expect(process.reads).toBe(3);
    await process.store(a, [2]);
    expect(process.reads).toBe(4);
  });

  it('does not remember what was rolled back', async () => {
    const memory = new IntakeMemory();
    const mine = await worn();
    const killed = test.db.transaction(async (tx) => {
      const topic = `wristband/v1/${mine.device}/up`;
      const payload = Buffer.from(JSON.stringify({ boot: 1, rec: [{ seq: 1, t: minute(1), k: 'nofix' }] }));
      const uplink = parseUplink(topic, payload, instant(minute(2)));
      await new RecordStore(tx, memory).store([{ topic, payload, receivedAt: instant(minute(2)), uplink }]);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await new Process(memory).store(mine, [1])).toMatchObject({ stored: 1, repeated: 0 });
  });

  it('takes in the same as a process that reads everything, whatever others store and change', async () => {
    const step = fc.oneof(
      fc.record({
        by: fc.constantFrom<0 | 1>(0, 1),
        seqs: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }),
        boot: fc.integer({ min: 1, max: 3 }),
      }),
      fc.constantFrom<keyof typeof changes>('unbind', 'bind', 'end', 'restore'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const processes = [new Process(new IntakeMemory()), new Process(new IntakeMemory())] as const;
        const reader = new Process();
        const [mine, reference] = [await worn(), await worn()];
        for (const next of steps) {
          if (typeof next === 'string') {
            await changes[next](mine);
            await changes[next](reference);
          } else {
            const counts = await processes[next.by].store(mine, next.seqs, next.boot);
            expect(counts).toEqual(await reader.store(reference, next.seqs, next.boot));
          }
        }
        expect(await rowsOf(mine)).toEqual(await rowsOf(reference));
      }),
      { numRuns: 60 },
    );
  });
});
