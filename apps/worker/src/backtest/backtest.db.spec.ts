import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountId, backtestId, instant, minutes, type SuperviseeId } from '#libs/kernel';
import type { TrialChange } from '#libs/protocol';
import { inOrder } from '#libs/rules';
import { BacktestStore, EngineLaneStore, HistoryView } from '#libs/store';
import {
  addWearer,
  NOON,
  openTestDatabase,
  pointOutside,
  raiseAlert,
  storeObservations,
  track,
  type TestDatabase,
} from '#libs/testkit';
import { BacktestRunner } from './backtest.runner.js';

const HOUR = minutes(60);
const FROM = instant(NOON - HOUR);
const TO = instant(NOON + HOUR);

describe('a backtest', () => {
  let test: TestDatabase;
  let store: BacktestStore;
  const people: SuperviseeId[] = [];

  beforeAll(async () => {
    test = await openTestDatabase();
    store = new BacktestStore(test.db);
    for (const device of ['WB-1', 'WB-2', 'WB-3']) {
      const id = await addWearer(test, device, FROM);
      people.push(id);
      await storeObservations(test, { id, device }, track().inside(3).outside(120, 30).inside(5).records);
    }
  });
  afterAll(async () => test.close());

  const strict = { is: 'policy', kind: 'zone.exit', parameters: { dwellSeconds: 3_600 } } as const;

  async function asked(change: TrialChange = strict) {
    const found = await store.people('520303', {}, { from: FROM, to: TO }, 10);
    expect(found).toEqual(people);
    const { rows } = await test.owner.query<{ id: string }>('select id::text from account limit 1');
    const by = accountId(rows[0]?.id ?? '');
    const what = { division: '520303', office: '520303', change, from: FROM, to: TO, reason: 'spec' };
    return store.add({ ...what, people: found, by, at: TO });
  }
  const read = async (id: string) => (await store.list('5203', { id: backtestId(id), limit: 1 }))[0];
  const exitsOf = async (id: string) => (await read(id))?.kinds.find(({ kind }) => kind === 'zone.exit');

  it('judges what is stored by another policy, and says what would be different', async () => {
    const id = await asked();
    expect(await read(id)).toMatchObject({ state: 'waiting', progress: { people: 3, done: 0 }, kinds: [] });
    const runner = new BacktestRunner(test.db);
    expect(await runner.runOne()).toBe(true);
    expect(await runner.runOne()).toBe(false);
    expect(await read(id)).toMatchObject({ state: 'done', progress: { people: 3, done: 3, records: 114 } });
    expect(await exitsOf(id)).toEqual({ kind: 'zone.exit', before: 3, after: 0, raised: 0, gone: 3, changed: 0 });
    const example = (await read(id))?.examples[0];
    expect(example).toMatchObject({ is: 'gone', superviseeId: people[0], superviseeName: 'wearer of WB-1' });
    expect(example?.before?.from).toBe('2026-03-02T12:00:30.000+08:00');
    const { rows } = await test.owner.query('select from alert');
    expect(rows).toEqual([]);
  });

  it('tries a zone drawn otherwise, and a rule beside what is on file', async () => {
    const { rows } = await test.owner.query<{ id: string }>(
      'select zone_id::text as id from zone_version where $1 = any(supervisees)',
      [people[0]],
    );
    const zoneId = rows[0]?.id ?? '';
    const circle = { ...pointOutside(-1_000), radius: 5_000 };
    const runner = new BacktestRunner(test.db);
    const wider = await asked({ is: 'zone', zoneId, drawing: { name: 'home', kind: 'inclusion', buffer: 0, circle } });
    await runner.runOne();
    expect(await exitsOf(wider)).toMatchObject({ before: 3, after: 2, gone: 1 });
    const alert = await raiseAlert(test, { superviseeId: people[1] ?? '', division: '520303' });
    await test.owner.query(
      `update alert set episode = 'zone.exit:' || supervisee_id || ':0', occurred_at = $2, ended_at = $3 where id = $1`,
      [alert, new Date(NOON - minutes(30)), new Date(NOON - minutes(20))],
    );
    const now = await asked({ is: 'rule', kind: 'zone.exit' });
    await runner.runOne();
    expect(await exitsOf(now)).toMatchObject({ before: 1, after: 3, raised: 3, gone: 1 });
    const gone = (await read(now))?.examples.find(({ is }) => is === 'gone');
    expect(gone).toMatchObject({ superviseeId: people[1], alertId: alert });
    await test.owner.query('delete from alert where id = $1', [alert]);
  });

  it('is gone on with where its process left it', async () => {
    const id = await asked();
    const first = new BacktestStore(test.db);
    const begun = await first.claim('one that is killed', instant(Date.now() - HOUR), FROM);
    const result = {
      kinds: [{ kind: 'zone.exit', before: 7, after: 0, raised: 0, gone: 7, changed: 0 }],
      examples: [],
    };
    const kept = { id: backtestId(id), done: 1, records: 38, result: result as never };
    expect(begun?.id).toBe(id);
    await first.keep(kept, 'one that is killed', instant(Date.now() - HOUR), 'running');
    await new BacktestRunner(test.db).runOne();
    expect(await read(id)).toMatchObject({ state: 'done', progress: { done: 3, records: 114 } });
    expect(await exitsOf(id)).toMatchObject({ before: 9, gone: 9 });
    expect(await first.keep(kept, 'one that is killed', TO, 'running')).toBe(false);
  });

  it('is not taken from a process that is at work, and stops when it is cancelled', async () => {
    const id = backtestId(await asked());
    const now = instant(Date.now());
    await store.claim('one', now, FROM);
    expect(await new BacktestRunner(test.db).runOne()).toBe(false);
    expect(await store.cancel(id, '520302', now)).toBe(false);
    expect(await store.cancel(id, '520303', now)).toBe(true);
    expect(await store.cancel(id, '520303', now)).toBe(false);
    expect(await store.keep({ id, done: 1, records: 1, result: null }, 'one', now, 'running')).toBe(false);
    expect(await read(id)).toMatchObject({ state: 'cancelled' });
  });

  it('sees of a record what the engine sees', async () => {
    const device = 'WB-9';
    const id = await addWearer(test, device, FROM);
    const told = track()
      .inside(2)
      .timeless(2)
      .event('strap_open')
      .draining(5)
      .blind(2)
      .frozen(3)
      .event('off_body').records;
    await storeObservations(test, { id, device }, told);
    const judged = await new EngineLaneStore(test.db).records([{ superviseeId: id, at: FROM }], '9223372036854775807');
    const read = await new HistoryView(test.db).records(id, FROM, instant(NOON + 24 * HOUR));
    expect(read).toHaveLength(told.length);
    expect(inOrder(read)).toEqual(inOrder(judged));
  });
});
