import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AlertKind } from '#libs/protocol';
import type { Episode } from '#libs/rules';
import { instant, superviseeId as supervisee } from '#libs/kernel';
import { AlertStore } from '#libs/store';
import {
  HUICHUAN,
  openTestDatabase,
  seedCounties,
  startApi,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';

const person = {
  name: '张某',
  division: HUICHUAN,
  category: 'probation',
  termFrom: '2026-01-01',
  termTo: '2027-01-01',
};
const HOUR = 3_600_000;
const within = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

describe('suppressions', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let zhou: Caller;
  let wu: Caller;
  let superviseeId: string;

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    zhou = await api.as('county', HUICHUAN);
    wu = await api.as('officer', HUICHUAN);
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });
  beforeEach(async () => {
    superviseeId = (await wu.ask('addSupervisee', { body: person })).id;
  });

  const suppress = (more: object = {}) =>
    wu.ask('proposeSuppression', {
      body: { superviseeId, kind: 'device.silent', reason: 'in hospital', to: within(2), ...more },
    });
  /** As the engine opens it; answers the state of the alert. */
  async function found(kind: AlertKind, of = superviseeId): Promise<string> {
    const at = instant(Date.now());
    const episode: Episode = {
      kind,
      superviseeId: supervisee(of),
      deviceId: 'WB-1',
      startedAt: at,
      confirmedAt: at,
      receivedBy: at,
      lastAt: at,
      count: 1,
      ended: null,
      facts: {},
      fixes: [],
      zone: null,
      records: [],
      versions: {},
    };
    const opened = await database.db.transaction((tx) => new AlertStore(tx).open(episode, at));
    return (await wu.ask('getAlert', { id: opened?.id ?? '' })).state;
  }

  it('keeps an alert that it holds back, counts it, and lists it', async () => {
    const { id } = await suppress();
    expect(await found('device.silent')).toBe('suppressed');
    expect(await found('zone.exit')).toBe('open');
    const { items } = await wu.ask('listSuppressions', { query: { supervisee: superviseeId } });
    expect(items).toMatchObject([{ id, held: 1, state: 'approved', approvedBy: null, reason: 'in hospital' }]);
    const query = { supervisee: superviseeId, state: 'suppressed' };
    expect((await wu.ask('listAlerts', { query })).items).toMatchObject([{ kind: 'device.silent' }]);
  });

  it('reaches only those of its scope', async () => {
    await suppress();
    const other = (await wu.ask('addSupervisee', { body: person })).id;
    expect(await found('device.silent', other)).toBe('open');
    const { id } = await suppress({ superviseeId: undefined, deviceId: undefined });
    expect(await found('device.silent', other)).toBe('suppressed');
    await wu.ask('endSuppression', { id, body: { reason: 'spec' } });
  });

  it.each(['strap.open', undefined])('holds nothing critical back without a second person: %s', async (kind) => {
    const { id, state } = await suppress({ kind });
    expect(state).toBe('proposed');
    expect(await found('strap.open')).toBe('open');
    expect((await wu.send('approveSuppression', { id })).status).toBe(403);
    const mine = await zhou.ask('proposeSuppression', {
      body: { superviseeId, kind: 'strap.open', reason: 'x', to: within(1) },
    });
    expect(await zhou.refusal('approveSuppression', { id: mine.id })).toMatchObject({
      code: 'suppression.own-proposal',
    });
    expect(await zhou.ask('approveSuppression', { id })).toMatchObject({
      state: 'approved',
      approvedBy: { id: zhou.id },
    });
    // A moment later, as an alert of the same moment would be the same episode.
    expect(await found('case.open')).toBe(kind === undefined ? 'suppressed' : 'open');
  });

  it('ends by itself, by policy within a week, and is ended once', async () => {
    const refused = await wu.refusal('proposeSuppression', {
      body: { superviseeId, kind: 'zone.exit', reason: 'x', to: within(169) },
    });
    expect(refused).toMatchObject({ status: 422, code: 'suppression.too-long' });
    const { id } = await suppress();
    await wu.ask('endSuppression', { id, body: { reason: 'back home' } });
    expect(await found('device.silent')).toBe('open');
    expect(await wu.refusal('endSuppression', { id, body: { reason: 'again' } })).toMatchObject({
      code: 'suppression.over',
    });
    const audit = `select action from audit_entry where subject = $1 and action like 'suppression.%' order by seq`;
    const { rows } = await database.owner.query(audit, [`supervisee:${superviseeId}`]);
    expect(rows).toEqual([{ action: 'suppression.begun' }, { action: 'suppression.ended' }]);
  });

  it('an attempt to reach somebody makes the alert wait, with whoever tried', async () => {
    await found('zone.exit');
    const [alert] = (await wu.ask('listAlerts', { query: { supervisee: superviseeId } })).items;
    const id = alert?.id ?? '';
    const waiting = await wu.ask('contactAlert', { id, body: { way: 'call', result: 'no_answer', note: 'twice' } });
    expect(waiting).toMatchObject({ state: 'waiting', owner: { id: wu.id } });
    expect(waiting.acts).toMatchObject([{ act: 'contact', code: 'call.no_answer', note: 'twice' }]);
    const body = { way: 'call', result: 'reached' } as const;
    expect(await zhou.refusal('contactAlert', { id, body })).toMatchObject({ code: 'alert.claimed-by-other' });
    const { rows } = await database.owner.query('select way, result from contact_attempt where alert_id = $1', [id]);
    expect(rows).toEqual([{ way: 'call', result: 'no_answer' }]);
  });
});
