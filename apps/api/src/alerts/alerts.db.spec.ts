import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AlertDetail, AlertSummary } from '#libs/protocol';
import {
  HUICHUAN,
  openTestDatabase,
  raiseAlert,
  seedCounties,
  startApi,
  type Caller,
  type RaisedAlert,
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

describe('alerts', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let zhou: Caller;
  let wu: Caller;
  let superviseeId: string;
  let id: string;

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
    id = await raise();
  });

  const raise = (more: Partial<RaisedAlert> = {}) =>
    raiseAlert(database, { superviseeId, division: HUICHUAN, ...more });
  const count = async (sql: string, ...values: unknown[]): Promise<number> =>
    Number((await database.owner.query<{ n: string }>(`select count(*) as n from ${sql}`, values)).rows[0]?.n);
  const events = async (): Promise<[string, AlertSummary][]> => {
    const { items } = await zhou.ask('readFeed', { query: { limit: '500' } });
    return items.flatMap(({ type, data }) =>
      'id' in data && data.id === id ? [[type, data] as [string, AlertSummary]] : [],
    );
  };

  describe('an officer', () => {
    it('claims one, and everybody is told', async () => {
      const claimed = await zhou.ask('claimAlert', { id });
      const { evidence, versions, latencies, acts, revisions, ...summary } = claimed;
      expect(evidence).toEqual({ fixes: [], zone: null, records: [] });
      expect(summary).toMatchObject({ state: 'claimed', owner: { id: zhou.id }, version: 2 });
      expect(acts).toMatchObject([{ act: 'claim', by: { id: zhou.id } }]);
      expect((await events()).at(-1)).toEqual(['alert.changed', summary]);
      expect({ versions, revisions }).toEqual({ versions: { rule: 1 }, revisions: [] });
      expect(latencies.judgedAt).toBe('2026-11-23T00:00:00.000+08:00');
    });

    it('who claims what he has claimed already changes nothing', async () => {
      const once = await zhou.ask('claimAlert', { id });
      expect(await zhou.ask('claimAlert', { id })).toEqual(once);
      expect(await count(`alert_act where alert_id = $1`, id)).toBe(1);
      expect((await events()).map(([type]) => type)).toEqual(['alert.opened', 'alert.changed']);
    });

    it('is told who has claimed it, and since when', async () => {
      const { claimedAt } = await zhou.ask('claimAlert', { id });
      const facts = { ownerId: zhou.id, owner: `county of ${HUICHUAN}`, claimedAt };
      for (const name of ['claimAlert', 'escalateAlert'] as const) {
        expect(await wu.refusal(name, { id })).toMatchObject({ status: 409, code: 'alert.claimed-by-other', facts });
      }
      expect(await wu.refusal('resolveAlert', { id, body: { code: 'false' } })).toMatchObject({ facts });
    });

    it('has heard it once he has claimed it, and hears it once', async () => {
      const { ackedAt } = await zhou.ask('ackAlert', { id });
      expect(ackedAt).not.toBeNull();
      expect((await wu.ask('ackAlert', { id })).ackedAt).toBe(ackedAt);
      const other = await raise();
      expect((await wu.ask('claimAlert', { id: other })).ackedAt).not.toBeNull();
    });

    it('resolves what is unclaimed or his own, with a coded reason, once', async () => {
      const resolved = await zhou.ask('resolveAlert', { id, body: { code: 'permitted', note: '已准假' } });
      expect(resolved).toMatchObject({ state: 'resolved', resolution: 'permitted' });
      expect(resolved.acts).toMatchObject([{ act: 'resolve', code: 'permitted', note: '已准假' }]);
      expect((await events()).at(-1)?.[0]).toBe('alert.resolved');
      const facts = { resolvedBy: `county of ${HUICHUAN}`, resolvedAt: resolved.resolvedAt, code: 'permitted' };
      for (const name of ['claimAlert', 'ackAlert', 'escalateAlert'] as const) {
        expect(await wu.refusal(name, { id })).toMatchObject({ status: 409, code: 'alert.already-resolved', facts });
      }
    });

    it('says what "other" is', async () => {
      const refused = await zhou.refusal('resolveAlert', { id, body: { code: 'other' } });
      expect(refused.errors).toMatchObject([{ pointer: '/note' }]);
    });

    it('adds notes, also to what is resolved', async () => {
      await zhou.ask('resolveAlert', { id, body: { code: 'false' } });
      const noted = await wu.ask('noteAlert', { id, body: { note: '家属来电' } });
      expect(noted.acts.map(({ act, note }) => [act, note])).toEqual([
        ['resolve', null],
        ['note', '家属来电'],
      ]);
    });

    it("passes one up: it is nobody's, open, and due anew", async () => {
      const { due } = await zhou.ask('claimAlert', { id });
      const passed = await zhou.ask('escalateAlert', { id, body: { note: '需要县局' } });
      expect(passed).toMatchObject({ state: 'open', owner: null, escalation: 1, ackedAt: null });
      expect(Date.parse(passed.due)).toBeGreaterThan(Date.parse(due));
      expect((await wu.ask('claimAlert', { id })).owner?.id).toBe(wu.id);
    });

    it('leaves an audit entry with every act that changed something', async () => {
      await zhou.ask('claimAlert', { id });
      await zhou.ask('claimAlert', { id });
      await zhou.ask('resolveAlert', { id, body: { code: 'true' } });
      await wu.send('claimAlert', { id });
      const { rows } = await database.owner.query(
        'select actor, action, division from audit_entry where subject = $1 order by seq',
        [`alert:${id}`],
      );
      const actor = `account:${zhou.id}`;
      expect(rows).toEqual([
        { actor, action: 'alert.claimed', division: HUICHUAN },
        { actor, action: 'alert.resolved', division: HUICHUAN },
      ]);
    });
  });

  describe('of officers who do the same at the same time', () => {
    it('exactly one claims it, and all others are told who', async () => {
      const officers = await Promise.all(Array.from({ length: 8 }, () => api.as('officer', HUICHUAN)));
      for (let round = 0; round < 5; round += 1) {
        const contested = await raise();
        const answers = await Promise.all(officers.map((officer) => officer.send('claimAlert', { id: contested })));
        const won = answers.filter(({ status }) => status === 200);
        const lost = answers.filter(({ status }) => status === 409);
        expect([won.length, lost.length]).toEqual([1, 7]);
        const { owner } = (await won[0]?.json()) as AlertDetail;
        for (const answer of lost)
          expect(await answer.json()).toMatchObject({ facts: { ownerId: owner?.id, owner: owner?.name } });
        expect(await count(`alert_act where alert_id = $1 and act = 'claim'`, contested)).toBe(1);
      }
    });

    it('exactly one resolves it', async () => {
      const answers = await Promise.all(
        [zhou, wu, zhou, wu].map((who) => who.send('resolveAlert', { id, body: { code: 'false' } })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    });

    it('each note is kept, and events leave in the order of versions', async () => {
      await Promise.all(
        Array.from({ length: 12 }, (_, n) => zhou.ask('noteAlert', { id, body: { note: `note ${n}` } })),
      );
      const versions = (await events()).map(([, { version }]) => version);
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
      expect(versions.at(-1)).toBe(13);
      expect(await count('alert_act where alert_id = $1', id)).toBe(12);
    });
  });

  describe('a request that is sent twice', () => {
    const note = { note: '电话无人接听' };

    it('with one key happens once and is answered alike, also when both come at the same time', async () => {
      const send = () => zhou.send('noteAlert', { id, body: note, key: 'a-1' });
      const answers = await Promise.all(Array.from({ length: 6 }, send));
      const bodies = await Promise.all([...answers, await send()].map((answer) => answer.text()));
      expect(new Set(bodies).size).toBe(1);
      expect(await count('alert_act where alert_id = $1', id)).toBe(1);
    });

    it('without a key, or with two, happens twice', async () => {
      for (const key of [undefined, undefined, 'b-1', 'b-2']) {
        await zhou.ask('noteAlert', { id, body: note, ...(key === undefined ? {} : { key }) });
      }
      expect(await count('alert_act where alert_id = $1', id)).toBe(4);
    });

    it('with one key and other words is refused', async () => {
      await zhou.ask('noteAlert', { id, body: note, key: 'c-1' });
      const refused = { status: 422, code: 'request.repeated-differently' };
      expect(await zhou.refusal('noteAlert', { id, body: { note: 'x' }, key: 'c-1' })).toMatchObject(refused);
      expect(await zhou.refusal('noteAlert', { id: await raise(), body: note, key: 'c-1' })).toMatchObject(refused);
      expect(await zhou.refusal('claimAlert', { id, key: 'c-1' })).toMatchObject(refused);
    });

    it('by two people under one key is two requests', async () => {
      await zhou.ask('noteAlert', { id, body: note, key: 'd-1' });
      await wu.ask('noteAlert', { id, body: note, key: 'd-1' });
      expect(await count('alert_act where alert_id = $1', id)).toBe(2);
    });

    it('and was refused the first time may succeed the second', async () => {
      await wu.ask('claimAlert', { id });
      expect((await zhou.send('claimAlert', { id, key: 'e-1' })).status).toBe(409);
      await wu.ask('escalateAlert', { id });
      expect((await zhou.send('claimAlert', { id, key: 'e-1' })).status).toBe(200);
    });

    it('tells a secret again to whoever has the key, and keeps neither in the database', async () => {
      const add = () => wu.ask('addDevice', { body: {}, key: 'f-1-secret-key' });
      const { id: device, secret } = await add();
      expect(await add()).toEqual({ id: device, secret });
      const { rows } = await database.owner.query<{ row: string }>(
        `select encode(answer, 'escape') || key_hash::text as row from idempotency`,
      );
      expect(rows.some(({ row }) => row.includes(secret) || row.includes(device) || row.includes('f-1'))).toBe(false);
    });
  });

  describe('in the queue', () => {
    it('stand what nobody has taken on first, by severity, then by age; what is closed last, newest first', async () => {
      const office = await api.as('officer', '520302');
      const { id: other } = await office.ask('addSupervisee', { body: { ...person, division: '520302' } });
      const alert = (name: string, severity: RaisedAlert['severity'] & string, minutesAgo: number) =>
        raise({ superviseeId: other, division: '520302', severity, occurredAt: Date.now() - minutesAgo * 60_000 }).then(
          (key) => ({ name, key }),
        );
      const all = [
        await alert('open warning', 'warning', 50),
        await alert('open critical young', 'critical', 1),
        await alert('open critical old', 'critical', 9),
        await alert('claimed critical', 'critical', 99),
        await alert('ended serious', 'serious', 5),
        await alert('closed early', 'critical', 80),
        await alert('closed late', 'information', 2),
      ];
      const idOf = (name: string) => all.find((one) => one.name === name)?.key;
      await office.ask('claimAlert', { id: idOf('claimed critical') });
      await database.owner.query('update alert set ended_at = now() where id = $1', [idOf('ended serious')]);
      for (const name of ['closed early', 'closed late'])
        await office.ask('resolveAlert', { id: idOf(name), body: { code: 'true' } });

      const names: (string | undefined)[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const query: Record<string, string> = { limit: '2', ...(cursor === '' ? {} : { cursor }) };
        const page: { items: AlertSummary[]; next: string | null } = await office.ask('listAlerts', { query });
        names.push(...page.items.map((item) => all.find(({ key }) => key === item.id)?.name));
        cursor = page.next;
      }
      expect(names).toEqual([
        'open critical old',
        'open critical young',
        'open warning',
        'ended serious',
        'claimed critical',
        'closed late',
        'closed early',
      ]);

      const only = async (query: Record<string, string>) =>
        (await office.ask('listAlerts', { query })).items.map((item) => all.find(({ key }) => key === item.id)?.name);
      expect(await only({ state: 'ended,claimed' })).toEqual(['ended serious', 'claimed critical']);
      expect(await only({ severity: 'warning' })).toEqual(['open warning']);
      expect(await only({ kind: 'strap.open' })).toEqual([]);
      expect(await only({ since: new Date(Date.now() - 90_000).toISOString() })).toEqual(['open critical young']);
      expect((await office.refusal('listAlerts', { query: { state: 'opne' } })).errors).toMatchObject([
        { pointer: '/state' },
      ]);
    });

    it('is read page by page also where many were closed that happened at the same moment', async () => {
      const office = await api.as('officer', '520304');
      const { id: other } = await office.ask('addSupervisee', { body: { ...person, division: '520304' } });
      const occurredAt = Date.now();
      for (let n = 0; n < 7; n += 1) {
        const closed = await raise({ superviseeId: other, division: '520304', occurredAt });
        await office.ask('resolveAlert', { id: closed, body: { code: 'false' } });
      }
      const ids: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const query: Record<string, string> = { limit: '2', ...(cursor === '' ? {} : { cursor }) };
        const page: { items: AlertSummary[]; next: string | null } = await office.ask('listAlerts', { query });
        ids.push(...page.items.map((item) => item.id));
        cursor = page.next;
      }
      expect(ids).toHaveLength(7);
      expect(new Set(ids).size).toBe(7);
    });
  });
});
