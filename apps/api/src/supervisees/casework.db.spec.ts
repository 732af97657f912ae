import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isoInShanghai, instant, superviseeId } from '#libs/kernel';
import type { Supervisee } from '#libs/protocol';
import { SearchStore } from '#libs/store';
import {
  box,
  HUICHUAN,
  openTestDatabase,
  raiseAlert,
  seedCounties,
  startApi,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (offset: number): string => isoInShanghai(instant(Math.floor(Date.now() / 1_000) * 1_000 + offset));
const person = {
  name: '张某',
  division: HUICHUAN,
  category: 'probation',
  termFrom: '2026-01-01',
  termTo: '2027-01-01',
};

describe('casework', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let office: Caller;
  let head: Caller;
  let one: Supervisee;

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    office = await api.as('officer', HUICHUAN);
    head = await api.as('head', HUICHUAN);
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });
  beforeEach(async () => {
    one = await office.ask('addSupervisee', { body: person });
  });

  const lastAct = async (): Promise<object | undefined> => {
    const { rows } = await database.owner.query<object>(
      'select actor, role, action, subject, division, purpose, detail from audit_entry order by seq desc limit 1',
    );
    return rows[0];
  };
  const changesOf = async (superviseeId: string): Promise<string[]> => {
    const { rows } = await database.owner.query<{ what: string }>(
      'select what from world_change where supervisee_id = $1 order by id',
      [superviseeId],
    );
    return rows.map(({ what }) => what);
  };
  const order = (from = at(-HOUR), to = at(30 * DAY)) => ({ ground: 'left_area', evidence: '擅自外出', from, to });

  it('shows the searches for somebody, the newest first, to whoever may read about them', async () => {
    expect(await office.ask('listSearches', { id: one.id })).toEqual({ items: [], next: null });
    const [id, lostAt] = [superviseeId(one.id), instant(Date.now() - HOUR)];
    const alertId = await raiseAlert(database, {
      superviseeId: one.id,
      division: HUICHUAN,
      kind: 'abscondment.suspected',
    });
    const searches = new SearchStore(database.db);
    await searches.open(id, alertId, lostAt, instant(lostAt + HOUR));
    await searches.follow(alertId, 'alert_over', 'reached', instant(lostAt + 2 * HOUR));
    const { items } = await office.ask('listSearches', { id: one.id });
    expect(items).toMatchObject([
      {
        ...{ alertId, superviseeId: one.id, state: 'alert_over', lostAt: isoInShanghai(lostAt) },
        versions: [
          { version: 1, state: 'opened', by: null, note: null },
          { version: 2, state: 'alert_over', note: 'reached' },
        ],
      },
    ]);
  });

  describe('the register', () => {
    it('refuses a county whose border is not known', async () => {
      const city = await api.as('county', '52');
      const refused = await city.refusal('addSupervisee', { body: { ...person, division: '520999' } });
      expect(refused).toMatchObject({ status: 422, code: 'division.unknown', errors: [{ pointer: '/division' }] });
    });

    it('changes what is given, and refuses a change to an older version', async () => {
      const changed = await office.ask('changeSupervisee', {
        id: one.id,
        body: { version: 1, note: 'moved', division: '520303100' },
      });
      expect(changed).toEqual({ ...one, version: 2, note: 'moved', division: '520303100' });
      const refused = await office.refusal('changeSupervisee', { id: one.id, body: { version: 1, name: 'x' } });
      expect(refused).toMatchObject({ status: 409, code: 'supervisee.changed-meanwhile', facts: { version: 2 } });
      expect(await lastAct()).toMatchObject({
        action: 'supervisee.changed',
        subject: `supervisee:${one.id}`,
        detail: { fields: ['division', 'note'], from: 1 },
      });
    });

    it('refuses a term that would end before it begins, and a move out of the jurisdiction', async () => {
      const change = (body: object) =>
        office.refusal('changeSupervisee', { id: one.id, body: { version: 1, ...body } });
      expect((await change({ termTo: '2025-01-01' })).errors).toMatchObject([{ pointer: '/termTo' }]);
      expect(await change({ division: '520302' })).toMatchObject({ status: 403, code: 'officer.outside-jurisdiction' });
    });

    it('finds by a part of the name, taking percent signs for what they are', async () => {
      await office.ask('addSupervisee', { body: { ...person, name: '100% 李' } });
      const found = async (search: string) => (await office.ask('listSupervisees', { query: { search } })).items;
      expect((await found('% 李')).map(({ name }) => name)).toEqual(['100% 李']);
      expect(await found('_____')).toEqual([]);
    });

    it('is read page by page, each person once, also while others are added', async () => {
      const city = await api.as('county', '5203');
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query: Record<string, string> = { limit: '2', ...(cursor === null ? {} : { cursor }) };
        const page: { items: Supervisee[]; next: string | null } = await city.ask('listSupervisees', { query });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.next;
        if (seen.length === 2) await office.ask('addSupervisee', { body: person });
      } while (cursor !== null);
      const { rows } = await database.owner.query<{ id: string }>('select id from supervisee order by id');
      expect(seen).toEqual(rows.map(({ id }) => id));
    });
  });

  describe('a device order', () => {
    it('is proposed by one, approved by the head, and in force', async () => {
      const proposed = await office.ask('proposeOrder', { id: one.id, body: order() });
      expect(proposed).toMatchObject({ state: 'proposed', approvedBy: null, proposedBy: office.id });
      expect(await changesOf(one.id)).toEqual(['supervisee']);
      const approved = await head.ask('approveOrder', { id: proposed.id });
      expect(approved).toMatchObject({ state: 'approved', approvedBy: head.id });
      expect(await changesOf(one.id)).toEqual(['supervisee', 'order']);
      expect((await office.ask('getSupervisee', { id: one.id })).order).toEqual({
        id: proposed.id,
        from: proposed.from,
        to: proposed.to,
      });
      expect(await head.refusal('approveOrder', { id: proposed.id })).toMatchObject({ code: 'order.not-proposed' });
    });

    it('is not approved by whoever proposed it', async () => {
      const { id } = await head.ask('proposeOrder', { id: one.id, body: order() });
      expect(await head.refusal('approveOrder', { id })).toMatchObject({ status: 403, code: 'order.own-proposal' });
    });

    it.each([
      ['2026-11-23T09:00:00+08:00', '2027-02-23T09:00:00+08:00', true],
      ['2026-11-23T09:00:00+08:00', '2027-02-23T09:00:01+08:00', false],
      ['2026-03-01T00:00:00+08:00', '2026-06-01T00:00:00+08:00', true],
      ['2026-11-30T00:00:00+08:00', '2027-03-01T00:00:00+08:00', false],
    ])('from %s to %s lasts at most three months: %p', async (from, to, isAllowed) => {
      const answer = await office.send('proposeOrder', { id: one.id, body: order(from, to) });
      expect(answer.status).toBe(isAllowed ? 201 : 422);
    });

    it('ends once, also one that was only proposed', async () => {
      const { id } = await office.ask('proposeOrder', { id: one.id, body: order() });
      await head.ask('approveOrder', { id });
      const ended = await office.ask('endOrder', { id, body: { reason: '不再需要' } });
      expect(ended).toMatchObject({ state: 'ended', endReason: '不再需要' });
      expect(await office.refusal('endOrder', { id })).toMatchObject({ status: 409, code: 'order.not-in-force' });
      expect((await office.ask('getSupervisee', { id: one.id })).order).toBeNull();
      const withdrawn = await office.ask('proposeOrder', { id: one.id, body: order() });
      expect(await office.ask('endOrder', { id: withdrawn.id, body: {} })).toMatchObject({ approvedAt: null });
      expect(await head.refusal('approveOrder', { id: withdrawn.id })).toMatchObject({ code: 'order.not-proposed' });
    });

    it('is decided by one head when two decide at once', async () => {
      const { id } = await office.ask('proposeOrder', { id: one.id, body: order() });
      const other = await api.as('head', HUICHUAN);
      const answers = await Promise.all([head, other].map((who) => who.send('approveOrder', { id })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    });
  });

  describe('a wristband', () => {
    it('is registered with a secret that is told once and stored as a hash', async () => {
      const { id, secret } = await office.ask('addDevice', { body: {} });
      expect(id).toMatch(/^ZT-[2-9A-Z]{10}$/);
      const stored = JSON.stringify((await database.owner.query('select * from device where id = $1', [id])).rows);
      expect(stored).not.toContain(secret);
      expect(await office.refusal('addDevice', { body: { id } })).toMatchObject({ status: 409, code: 'device.exists' });
      expect(await office.ask('getDevice', { id })).toMatchObject({
        streams: [],
        records: 0,
        superviseeId: null,
        intervalSeconds: 60,
      });
    });

    it('is worn by one, who wears no other, and a refusal says since when', async () => {
      const [a, b] = [await office.ask('addDevice', { body: {} }), await office.ask('addDevice', { body: {} })];
      const other = await office.ask('addSupervisee', { body: person });
      const bind = (id: string, superviseeId: string) => ({ id, body: { superviseeId } });
      expect(await office.ask('bindDevice', bind(a.id, one.id))).toMatchObject({ superviseeId: one.id });
      const facts = { deviceId: a.id, superviseeId: one.id };
      expect(await office.refusal('bindDevice', bind(a.id, other.id))).toMatchObject({ status: 409, facts });
      expect(await office.refusal('bindDevice', bind(b.id, one.id))).toMatchObject({
        code: 'device.already-bound',
        facts,
      });
      expect(await office.ask('unbindDevice', { id: a.id })).toMatchObject({ superviseeId: null });
      expect(await office.refusal('unbindDevice', { id: a.id })).toMatchObject({ code: 'device.not-bound' });
      expect(await office.ask('bindDevice', bind(a.id, other.id))).toMatchObject({ superviseeId: other.id });
      expect(await changesOf(one.id)).toEqual(['supervisee', 'binding', 'binding']);
    });

    it('is bound to one of two who ask at once', async () => {
      const { id } = await office.ask('addDevice', { body: {} });
      const other = await office.ask('addSupervisee', { body: person });
      const answers = await Promise.all(
        [one.id, other.id].map((superviseeId) => office.send('bindDevice', { id, body: { superviseeId } })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('can be bound from a time in the past that is free, not from the future', async () => {
      const { id } = await office.ask('addDevice', { body: {} });
      const bind = (from: string) => ({ id, body: { superviseeId: one.id, from } });
      expect((await office.refusal('bindDevice', bind(at(HOUR)))).errors).toMatchObject([{ pointer: '/from' }]);
      const anHourAgo = at(-HOUR);
      await office.ask('bindDevice', bind(anHourAgo));
      expect((await office.ask('getSupervisee', { id: one.id })).device).toMatchObject({
        id,
        boundFrom: `${anHourAgo.slice(0, 19)}.000+08:00`,
      });
    });

    it('is listed with the longest silent first, page by page', async () => {
      const city = await api.as('county', '5203');
      const ids: string[] = [];
      for (const [id, seconds] of [
        ['LOUD-1', 5],
        ['QUIET-1', 900],
        ['NEVER-1', null],
      ] as const) {
        await office.ask('addDevice', { body: { id } });
        if (seconds === null) continue;
        await database.owner.query(
          `insert into device_stream (device_id, life, boot, stored, newest_seq, newest_at, last_received_at)
            values ($1, 1, 1, '{[1,4),[6,8)}', 7, now(), now() - make_interval(secs => $2))`,
          [id, seconds],
        );
      }
      for (let cursor: string | null = ''; cursor !== null;) {
        const query: Record<string, string> = { limit: '1', ...(cursor === '' ? {} : { cursor }) };
        const page: { items: { id: string }[]; next: string | null } = await city.ask('listDevices', { query });
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.next;
      }
      expect(ids.filter((id) => id.endsWith('-1'))).toEqual(['NEVER-1', 'QUIET-1', 'LOUD-1']);
      expect((await city.ask('getDevice', { id: 'LOUD-1' })).streams).toEqual([
        { life: 1, boot: 1, ack: 3, newestSeq: 7, gaps: [{ from: 4, to: 5, state: 'missing' }] },
      ]);
    });
  });

  describe('a zone', () => {
    const drawing = { name: '学校', kind: 'exclusion', geometry: box(106.1, 27.1, 106.2, 27.2), division: HUICHUAN };

    it('is drawn, redrawn as a new version, and the old version stays for its time', async () => {
      const drawn = await office.ask('addZone', { body: { ...drawing, supervisees: [one.id], buffer: 20 } });
      expect(drawn).toMatchObject({ version: 1, supervisees: [one.id], division: HUICHUAN, buffer: 20 });
      const redrawn = await office.ask('redrawZone', {
        id: drawn.id,
        body: { ...drawing, circle: { lat: 27, lon: 106, radius: 500 }, geometry: undefined },
      });
      expect(redrawn).toMatchObject({ id: drawn.id, version: 2, geometry: null, supervisees: [] });
      const { rows } = await database.owner.query<{ version: number; ends: Date | null; begins: Date }>(
        'select version, valid_from as begins, valid_to as ends from zone_version where zone_id = $1 order by version',
        [drawn.id],
      );
      expect(rows.map(({ version, ends }) => [version, ends === null])).toEqual([
        [1, false],
        [2, true],
      ]);
      expect(rows[0]?.ends).toEqual(rows[1]?.begins);
      expect((await office.ask('listZones')).items.find(({ id }) => id === drawn.id)).toEqual(redrawn);
      // Whoever was in it, and is not any more, has to be judged anew too.
      expect(await changesOf(one.id)).toEqual(['supervisee', 'zone', 'zone']);
    });

    it('that crosses itself is refused, and shown where', async () => {
      const bow = {
        type: 'Polygon',
        coordinates: [
          [
            [106, 27],
            [107, 28],
            [107, 27],
            [106, 28],
            [106, 27],
          ],
        ],
      };
      const refused = await office.refusal('addZone', { body: { ...drawing, geometry: bow } });
      expect(refused).toMatchObject({
        status: 422,
        code: 'zone.geometry-invalid',
        errors: [{ pointer: '/geometry/coordinates/0' }],
      });
    });

    it('names only people of the own jurisdiction', async () => {
      const stranger = await (
        await api.as('county', '520302')
      ).ask('addSupervisee', { body: { ...person, division: '520302' } });
      const refused = await office.refusal('addZone', { body: { ...drawing, supervisees: [one.id, stranger.id] } });
      expect(refused).toMatchObject({ code: 'supervisee.not-found', errors: [{ pointer: '/supervisees/1' }] });
    });

    it('drawn by the city holds for the county, which sees it and cannot redraw it', async () => {
      const city = await api.as('county', '5203');
      const { id } = await city.ask('addZone', { body: { ...drawing, division: '5203' } });
      const { items } = await office.ask('listZones', { query: { supervisee: one.id } });
      expect(items.map((zone) => zone.id)).toContain(id);
      expect(await office.refusal('redrawZone', { id, body: drawing })).toMatchObject({ status: 403 });
    });

    it('can be redrawn by two at once: both versions stand, one after the other', async () => {
      const { id } = await office.ask('addZone', { body: drawing });
      const answers = await Promise.all(
        ['a', 'b', 'c'].map((name) => office.ask('redrawZone', { id, body: { ...drawing, name } })),
      );
      expect(answers.map(({ version }) => version).sort()).toEqual([2, 3, 4]);
    });
  });

  describe('a track', () => {
    async function watched(): Promise<string> {
      const { id } = await office.ask('proposeOrder', { id: one.id, body: order(at(-HOUR), at(DAY)) });
      await head.ask('approveOrder', { id });
      const device = await office.ask('addDevice', { body: { intervalSeconds: 60 } });
      await office.ask('bindDevice', { id: device.id, body: { superviseeId: one.id, from: at(-HOUR) } });
      return device.id;
    }
    const store = (
      deviceId: string,
      seq: number,
      minutesAgo: number,
      more: { lat?: number; acc?: number; wrongBy?: number } = {},
    ) => {
      const received = Date.now() - minutesAgo * 60_000;
      return database.owner.query(
        `insert into record (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind, lat, lon, accuracy_m, source, clock_offset_ms, said_at)
          values ($1, 1, $2, $3, $3, 1, $4, 0, 1, $5, $6, $7, $8, 'gnss', $9, $10)`,
        [
          deviceId,
          seq,
          new Date(received),
          one.id,
          more.lat === undefined ? 'nofix' : 'fix',
          more.lat ?? null,
          more.lat === undefined ? null : 106.9,
          more.acc ?? 8,
          more.wrongBy ?? null,
          more.wrongBy === undefined ? null : new Date(received + more.wrongBy),
        ],
      );
    };
    const look = (query: Record<string, string> = {}) => ({
      id: one.id,
      query: { from: at(-2 * HOUR), to: at(HOUR), purpose: '核实越界', ...query },
    });

    it('is not shown without a purpose, or for longer than a month', async () => {
      const { from, to } = look().query;
      const query = { from, to } as Record<string, string>;
      expect(await office.refusal('getTrack', { id: one.id, query })).toMatchObject({
        status: 400,
        code: 'track.purpose-missing',
      });
      expect((await office.send('getTrack', look({ purpose: ' ' }))).status).toBe(400);
      expect((await office.refusal('getTrack', look({ from: at(-32 * DAY) }))).errors).toMatchObject([
        { pointer: '/to' },
      ]);
    });

    it('shows every fix, which were used, and why not the others', async () => {
      const device = await watched();
      await store(device, 1, 30, { lat: 27.1 });
      await store(device, 2, 29, { lat: 27.2, acc: 2_000 });
      await store(device, 3, 28, { lat: 27.3, wrongBy: -400 * DAY });
      await store(device, 4, 27);
      const { fixes } = await office.ask('getTrack', look());
      expect(fixes.map(({ seq, used, ignoredBecause }) => [seq, used, ignoredBecause])).toEqual([
        [1, true, undefined],
        [2, false, 'accuracy'],
        [3, false, 'clock'],
      ]);
    });

    it('says where nothing is known, and why', async () => {
      const device = await watched();
      for (const [seq, ago] of [
        [1, 50],
        [2, 49],
        [3, 30],
        [4, 29],
      ] as const)
        await store(device, seq, ago, { lat: 27 });
      for (const [seq, ago] of [
        [5, 27],
        [6, 25],
        [7, 23],
        [8, 21],
        [9, 19],
        [10, 17],
      ] as const)
        await store(device, seq, ago);
      for (let ago = 16; ago >= 0; ago -= 1) await store(device, 30 - ago, ago, { lat: 27 });
      const { gaps } = await office.ask('getTrack', look());
      const minutes = gaps.map(({ because, seconds }) => [because, Math.round(seconds / 60)]);
      expect(minutes).toEqual([
        ['no_legal_basis', 60],
        ['silent', 10],
        ['silent', 19],
        ['no_position', 13],
      ]);
    });

    it('leaves every look in the audit log, with purpose and extent', async () => {
      const device = await watched();
      await store(device, 1, 30, { lat: 27.1 });
      const prosecutor = await api.as('prosecutor', HUICHUAN);
      await prosecutor.ask('getTrack', look());
      expect(await lastAct()).toMatchObject({
        actor: `account:${prosecutor.id}`,
        role: 'prosecutor',
        action: 'track.viewed',
        subject: `supervisee:${one.id}`,
        purpose: '核实越界',
        detail: { fixes: 1 },
      });
    });
  });
});
