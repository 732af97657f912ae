import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openTestDatabase, type TestDatabase } from '#libs/testkit';
import { bigints, doubles, reals, times } from './array-bytes.js';

describe('lists as PostgreSQL sends them', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase();
  });
  afterAll(async () => test.close());

  /** What comes back of values that were made an array of in the server. */
  async function sent(values: readonly (number | Date | null)[], type: string): Promise<Buffer | null> {
    const { rows } = await test.owner.query<{ bytes: Buffer | null }>(
      `select array_send(array_agg(value)) as bytes from unnest($1::${type}[]) as v (value)`,
      [values],
    );
    return rows[0]?.bytes ?? null;
  }
  const listOf = (values: fc.Arbitrary<number>) => fc.array(fc.option(values), { maxLength: 50 });
  const isSame = (values: fc.Arbitrary<number>, type: string, read: (bytes: Buffer | null) => (number | null)[]) =>
    fc.assert(
      fc.asyncProperty(listOf(values), async (list) => expect(read(await sent(list, type))).toEqual(list)),
      { numRuns: 50 },
    );

  it('are read as the whole numbers they were', () => isSame(fc.maxSafeInteger(), 'bigint', bigints));

  it('are read as the doubles they were', () =>
    isSame(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      'double precision',
      doubles,
    ));

  it('are read as the shortest numbers that their single precision tells apart', () =>
    isSame(
      fc.integer({ min: -999_999, max: 999_999 }).map((tenths) => tenths / 10),
      'real',
      reals,
    ));

  it('are read as the milliseconds they were', () =>
    fc.assert(
      fc.asyncProperty(
        listOf(fc.integer({ min: Date.UTC(1, 0, 1) + 2e12, max: Date.UTC(9999, 0, 1) })),
        async (list) => {
          const dates = list.map((at) => (at === null ? null : new Date(at)));
          expect(times(await sent(dates, 'timestamptz'))).toEqual(list);
        },
      ),
      { numRuns: 50 },
    ));

  it('are empty where there was nothing', () => {
    expect(bigints(null)).toEqual([]);
  });
});
