import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SESSION_COOKIE } from '#libs/identity';
import { Hints } from '#libs/queue';
import { consoleEvent, hello, positions, type ConsoleEvent } from '#libs/protocol';
import {
  HONGHUAGANG,
  HUICHUAN,
  openTestDatabase,
  raiseAlert,
  seedCounties,
  startApi,
  until,
  type Caller,
  type RunningApi,
  type TestDatabase,
} from '#libs/testkit';
import { io, type Socket } from 'socket.io-client';
import type { z } from 'zod';

const person = { name: '张某', category: 'probation', termFrom: '2026-01-01', termTo: '2027-01-01' };

/** An officer's console: everything that it was told, in order. */
class Console {
  readonly hellos: z.infer<typeof hello>[] = [];
  readonly events: ConsoleEvent[] = [];
  readonly positions: z.infer<typeof positions>[] = [];
  readonly resets: { cursor: string }[] = [];
  refused: string | undefined;

  constructor(readonly socket: Socket) {
    socket.on('hello', (message) => this.hellos.push(hello.strict().parse(message)));
    socket.on('event', (message) => this.events.push(consoleEvent.parse(message)));
    socket.on('positions', (message) => this.positions.push(positions.strict().parse(message)));
    socket.on('reset', (message: { cursor: string }) => this.resets.push(message));
    socket.on('connect_error', (error) => (this.refused = error.message));
  }

  get cursors(): string[] {
    return this.events.map(({ cursor }) => cursor);
  }
}

describe("the consoles' socket", () => {
  let database: TestDatabase;
  let api: RunningApi;
  /** A second process of the api on the same database. */
  let other: RunningApi;
  let officer: Caller;
  const people: Record<string, string> = {};
  const open: Socket[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    await seedCounties(database);
    api = await startApi(database);
    other = await startApi(database);
    officer = await api.as('officer', HUICHUAN);
    for (const division of [HUICHUAN, HONGHUAGANG]) {
      const county = await api.as('county', division);
      people[division] = (await county.ask('addSupervisee', { body: { ...person, division } })).id;
    }
  });
  afterAll(async () => {
    await api.close();
    await other.close();
    await database.close();
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });

  function connect(auth: object, from = api, headers: Record<string, string> = {}): Console {
    const socket = io(`${from.url}/console`, {
      auth,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: headers,
    });
    open.push(socket);
    return new Console(socket);
  }
  const connected = async (auth: object, from = api): Promise<Console> => {
    const console = connect(auth, from);
    await until('hello', () => console.hellos[0]);
    return console;
  };
  const raise = (division = HUICHUAN) => raiseAlert(database, { superviseeId: people[division] ?? '', division });
  const head = async (): Promise<string> => (await cursorsOf('')).at(-1) ?? '0';
  const cursorsOf = async (division: string, after = '0'): Promise<string[]> => {
    const { rows } = await database.owner.query<{ cursor: string }>(
      `select cursor from feed_event where division like $1 || '%' and cursor > $2 order by cursor`,
      [division, after],
    );
    return rows.map(({ cursor }) => cursor);
  };

  describe('knows who is at the other end', () => {
    it.each([
      ['no token', {}],
      ['an unknown token', { token: 'x'.repeat(43) }],
      ['something else', { token: { $ne: '' } }],
    ])('and refuses %s', async (_, auth) => {
      const console = connect(auth);
      expect(await until('a refusal', () => console.refused)).toBe('session.missing');
      expect(console.hellos).toEqual([]);
    });

    it('and takes the cookie from its own page, and from no other', async () => {
      const cookie = `${SESSION_COOKIE}=${officer.token}`;
      const own = connect({}, api, { cookie, origin: api.url });
      await until('hello', () => own.hellos[0]);
      const foreign = connect({}, api, { cookie, origin: 'https://elsewhere.example' });
      expect(await until('a refusal', () => foreign.refused)).toBe('session.missing');
    });

    it('and hangs up when he signs out, or his account is disabled', async () => {
      const [leaving, disabled] = [await api.as('officer', HUICHUAN), await api.as('officer', HUICHUAN)];
      const [a, b] = [await connected({ token: leaving.token }), await connected({ token: disabled.token }, other)];
      await leaving.ask('signOut');
      await until('the end of the first', () => a.socket.disconnected, 1_000);
      await database.owner.query('update account set disabled_at = now() where id = $1', [disabled.id]);
      await until('the end of the second', () => b.socket.disconnected);
    }, 15_000);
  });

  describe('tells what happens', () => {
    it('to whoever is connected to any process, once, as the feed has it', async () => {
      const consoles = [await connected({ token: officer.token }), await connected({ token: officer.token }, other)];
      const start = consoles[0]?.hellos[0]?.cursor ?? '';
      const id = await raise();
      await officer.ask('claimAlert', { id });
      for (const { events } of consoles) {
        await until('both events', () => events.length === 2);
        expect(events.map(({ type }) => type)).toEqual(['alert.opened', 'alert.changed']);
        expect(events).toEqual((await officer.ask('readFeed', { query: { after: start } })).items);
      }
    });

    it('to nobody outside the jurisdiction, and to an administrator nothing of people', async () => {
      const city = await api.as('county', '5203');
      const admin = await api.as('admin', '5203');
      const near = await connected({ token: officer.token });
      const all = await connected({ token: city.token });
      const none = await connected({ token: admin.token, cursor: '0' });
      await raise(HONGHUAGANG);
      await raise(HUICHUAN);
      await until('both at the city', () => all.events.length === 2);
      await until('one at the county', () => near.events.length === 1);
      expect(near.events.map(({ data }) => 'division' in data && data.division)).toEqual([HUICHUAN]);
      expect(none.events).toEqual([]);
      expect((await admin.send('readFeed')).status).toBe(403);
    });

    it('without a gap and nothing twice, however commits, connections and cursors fall together', async () => {
      const start = await head();
      const consoles: [Console, string][] = [];
      const hints = new Hints(process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:1');
      let raised = 0;
      const writer = async (): Promise<void> => {
        for (let n = 0; n < 25; n += 1) {
          await raise(raised % 5 === 0 ? HONGHUAGANG : HUICHUAN);
          raised += 1;
          // Both processes look at once, so that their reading falls between the consoles' own.
          hints.tell('feed-grown');
        }
      };
      const visitor = async (): Promise<void> => {
        for (let n = 0; n < 6; n += 1) {
          const known = [start, ...(await cursorsOf('', start))];
          const cursor = known[(n * 7) % known.length] ?? start;
          consoles.push([await connected({ token: officer.token, cursor }, n % 2 === 0 ? api : other), cursor]);
        }
      };
      await Promise.all([writer(), writer(), writer(), writer(), visitor(), visitor()]);
      const last = (await cursorsOf(HUICHUAN)).at(-1);
      for (const [console, cursor] of consoles) {
        await until('the last event', () => console.events.at(-1)?.cursor === last);
        expect(console.cursors).toEqual(await cursorsOf(HUICHUAN, cursor));
      }
      await hints.close();
    }, 60_000);

    it('from a cursor on, page by page, also over plain HTTP', async () => {
      const start = await head();
      await Promise.all(Array.from({ length: 23 }, () => raise()));
      const read: string[] = [];
      for (let after = start, more = true; more;) {
        const page = await officer.ask('readFeed', { query: { after, limit: '5' } });
        read.push(...page.items.map(({ cursor }) => cursor));
        ({ cursor: after, more } = page);
      }
      expect(read).toEqual(await cursorsOf(HUICHUAN, start));
    });

    it('again from where it is asked to resume, however often', async () => {
      const start = await head();
      const console = await connected({ token: officer.token });
      await raise();
      await until('it', () => console.events.length === 1);
      console.socket.emit('resume', { cursor: start });
      await until('it again', () => console.events.length === 2);
      expect(console.hellos.map(({ cursor }) => cursor)).toEqual([start, start]);
      expect(console.cursors[0]).toBe(console.cursors[1]);
      for (let n = 0; n < 3; n += 1) console.socket.emit('resume', { cursor: console.cursors[0] });
      await until('an answer to the last', () => console.hellos.at(-1)?.cursor === console.cursors[0]);
      await raise();
      await until('the next', () => console.events.length === 3);
      await raise();
      await until('the one after, and nothing twice', () => console.events.length === 4);
    });

    it('to whoever was cut off by a stop, who comes back by himself', async () => {
      const stopping = await startApi(database);
      const console = await connected({ token: officer.token }, stopping);
      let why = '';
      console.socket.on('disconnect', (reason) => (why = reason));
      await stopping.close();
      // Of these two reasons socket.io comes back; of 'io server disconnect' it would not.
      expect(['transport close', 'transport error']).toContain(await until('the end', () => why !== '' && why));
    });

    it('and says so when a cursor is from the future, or older than what is kept', async () => {
      const ahead = String(BigInt(await head()) + 1_000n);
      const early = await connected({ token: officer.token, cursor: ahead });
      expect(early.resets).toMatchObject([{ reason: 'cursor.too-old' }]);
      await database.owner.query('delete from feed_event where cursor <= 3');
      const late = await connected({ token: officer.token, cursor: '2' });
      expect(late.resets).toMatchObject([{ reason: 'cursor.too-old', cursor: await head() }]);
      await raise();
      await until('what comes after', () => late.events.length === 1 && early.events.length === 1);
      expect((await connected({ token: officer.token, cursor: '3' })).resets).toEqual([]);
      for (const after of ['2', ahead])
        expect(await officer.refusal('readFeed', { query: { after } })).toMatchObject({ status: 410 });
      expect((await officer.send('readFeed', { query: { after: '3' } })).status).toBe(200);
    });
  });

  describe('shows where people are', () => {
    const everywhere = { bbox: [105, 26, 110, 29], zoom: 9 };

    async function watch(division: string): Promise<{ superviseeId: string; deviceId: string; orderId: string }> {
      const county = await api.as('county', division);
      const judge = await api.as('head', division);
      const { id: superviseeId } = await county.ask('addSupervisee', { body: { ...person, division } });
      const order = {
        ground: 'left_area',
        evidence: 'x',
        from: '2026-11-01T00:00:00+08:00',
        to: new Date(Date.now() + 86_400_000).toISOString(),
      };
      const from = new Date(Date.now() - 60_000).toISOString();
      const { id: orderId } = await county.ask('proposeOrder', { id: superviseeId, body: { ...order, from } });
      await judge.ask('approveOrder', { id: orderId });
      const { id: deviceId } = await county.ask('addDevice', { body: {} });
      await county.ask('bindDevice', { id: deviceId, body: { superviseeId, from } });
      return { superviseeId, deviceId, orderId };
    }
    let seq = 0;
    async function send(
      of: { superviseeId: string; deviceId: string },
      lat: number,
      lon: number,
      secondsAgo = 0,
    ): Promise<void> {
      seq += 1;
      const at = new Date(Date.now() - secondsAgo * 1_000);
      await database.owner.query(
        `insert into record (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind, lat, lon, accuracy_m, source)
          values ($1, 1, $2, $3, now(), pg_current_xact_id()::text::bigint, $4, 0, 1, 'fix', $5, $6, 8, 'gnss')`,
        [of.deviceId, seq, at, of.superviseeId, lat, lon],
      );
    }
    const placesOf = (console: Console, id: string) =>
      console.positions.flatMap(({ items }) =>
        items.filter(({ superviseeId }) => superviseeId === id).map(({ lat, lon }) => [lat, lon]),
      );

    it('all of the area at first, then what moves, at most once a second', async () => {
      const wearer = await watch(HUICHUAN);
      await send(wearer, 27.5, 106.5, 30);
      const console = await connected({ token: officer.token });
      console.socket.emit('view', everywhere);
      const shown = await until('him', () =>
        console.positions.flatMap(({ items }) => items).find((item) => item.superviseeId === wearer.superviseeId),
      );
      expect(shown).toMatchObject({ deviceId: wearer.deviceId, lat: 27.5, intervalSeconds: 60 });
      expect(console.positions[0]?.full).toBe(true);
      for (let n = 1; n <= 10; n += 1) await send(wearer, 27.5, 106.5 + n / 100, 10 - n);
      await until('the last place', () => placesOf(console, wearer.superviseeId).some(([, lon]) => lon === 106.6));
      const told = console.positions.map(({ at }) => Date.parse(at));
      expect(told.slice(1).every((at, index) => at - (told[index] ?? 0) >= 1_000)).toBe(true);
      expect(console.positions.slice(1).every(({ full }) => !full)).toBe(true);
    }, 20_000);

    it('not those of another jurisdiction, or outside the area, and to an administrator nobody', async () => {
      const [near, far] = [await watch(HUICHUAN), await watch(HONGHUAGANG)];
      const admin = await api.as('admin', '5203');
      const [mine, small, none] = [
        await connected({ token: officer.token }),
        await connected({ token: officer.token }),
        await connected({ token: admin.token }),
      ];
      mine.socket.emit('view', everywhere);
      small.socket.emit('view', { bbox: [106.95, 27, 107, 28], zoom: 12 });
      none.socket.emit('view', everywhere);
      await send(far, 27.5, 107.5);
      await send(near, 27.5, 106.9);
      await until('mine', () => placesOf(mine, near.superviseeId).length > 0);
      await send(near, 27.5, 106.97);
      await until('into the small area', () => placesOf(small, near.superviseeId).length === 1);
      await send(near, 27.5, 106.9);
      await until('out of the small area', () => placesOf(small, near.superviseeId).length === 2);
      expect(placesOf(mine, far.superviseeId)).toEqual([]);
      expect(placesOf(small, near.superviseeId)).toEqual([
        [27.5, 106.97],
        [27.5, 106.9],
      ]);
      expect(none.positions).toEqual([]);
    }, 20_000);

    it('never an older place after a newer one', async () => {
      const wearer = await watch(HUICHUAN);
      const console = await connected({ token: officer.token });
      console.socket.emit('view', everywhere);
      await send(wearer, 27.1, 106.1);
      await until('now', () => placesOf(console, wearer.superviseeId).length === 1);
      await send(wearer, 27.9, 106.9, 600);
      await send(wearer, 27.2, 106.2);
      await until('the next', () => placesOf(console, wearer.superviseeId).length === 2);
      expect(placesOf(console, wearer.superviseeId)).toEqual([
        [27.1, 106.1],
        [27.2, 106.2],
      ]);
    }, 20_000);

    it('nobody any more whose order has ended', async () => {
      const wearer = await watch(HUICHUAN);
      await send(wearer, 27.3, 106.3);
      const console = await connected({ token: officer.token });
      console.socket.emit('view', everywhere);
      await until('him', () => placesOf(console, wearer.superviseeId).length === 1);
      await officer.ask('endOrder', { id: wearer.orderId });
      const after = await until('a picture without him', () => console.positions.slice(1).find(({ full }) => full));
      expect(after.items.map(({ superviseeId }) => superviseeId)).not.toContain(wearer.superviseeId);
    }, 70_000);

    it('and that they were looked at is in the audit log, once a connection', async () => {
      const watcher = await api.as('officer', HUICHUAN);
      const console = await connected({ token: watcher.token });
      for (let n = 0; n < 3; n += 1) console.socket.emit('view', everywhere);
      await until('a picture', () => console.positions[0]);
      const { rows } = await database.owner.query('select action, subject from audit_entry where actor = $1', [
        `account:${watcher.id}`,
      ]);
      expect(rows).toEqual([{ action: 'positions.watched', subject: `division:${HUICHUAN}` }]);
    });

    it('answers a view that is none with an exception and goes on', async () => {
      const console = await connected({ token: officer.token });
      const refused: unknown[] = [];
      console.socket.on('exception', (problem) => refused.push(problem));
      console.socket.emit('view', { bbox: [1, 2, 3], zoom: 'x' });
      await until('the exception', () => refused.length === 1);
      console.socket.emit('view', everywhere);
      await until('a picture', () => console.positions[0]);
    });
  });
});
