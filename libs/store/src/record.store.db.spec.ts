import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, superviseeId } from '#libs/kernel';
import { MOST_PIECES, parseUplink } from '#libs/protocol';
import { openTestDatabase, type TestDatabase } from '#libs/testkit';
import type { ReceivedUplink } from './device-intake.js';
import { ArrivalReader } from './arrival-reader.js';
import { DeviceStreamStore, StaleStreams } from './device-stream.store.js';
import { RecordStore, type StoredBatch } from './record.store.js';
import { TrackView } from './track.view.js';

const T0 = Date.UTC(2026, 0, 10);
const NOW = T0 + 3_600_000;
const minute = (n: number): number => T0 + n * 60_000;

describe('RecordStore', () => {
  let test: TestDatabase;
  let device = '';
  let supervisee = '';
  let made = 0;

  beforeAll(async () => {
    test = await openTestDatabase();
    await test.owner.query(
      `insert into account (username, display_name, password_hash, role, division) values ('head', '', '', 'head', '52')`,
    );
  });
  afterAll(async () => test.close());

  beforeEach(async () => {
    device = await addDevice();
    supervisee = await addSupervisee();
    await bind(device, supervisee);
    await order(supervisee, T0 - 86_400_000, T0 + 30 * 86_400_000);
  });

  async function addDevice(): Promise<string> {
    const id = `WB-${(made += 1).toString().padStart(4, '0')}`;
    await test.owner.query(
      `insert into device (id, division, secret_salt, secret_hash, created_at) values ($1, '520303', '', '', now())`,
      [id],
    );
    return id;
  }

  async function addSupervisee(): Promise<string> {
    const { rows } = await test.owner.query<{ id: string }>(
      `insert into supervisee (name, division, category, term_from, term_to, created_at)
       values ('', '520303', 'probation', '2025-01-01', '2027-01-01', now()) returning id`,
    );
    return rows[0]?.id ?? '';
  }

  const bind = (id: string, to: string, from: number | null = null, until: number | null = null) =>
    test.owner.query(
      `insert into device_binding (device_id, supervisee_id, during) values ($1, $2, tstzrange($3, $4))`,
      [id, to, from === null ? null : new Date(from), until === null ? null : new Date(until)],
    );

  const order = (of: string, from: number, to: number, more: { state?: string; endedAt?: number } = {}) =>
    test.owner.query(
      `insert into device_order (supervisee_id, ground, evidence, valid_from, valid_to, state, proposed_by, proposed_at,
         approved_by, approved_at, ended_at)
       select $1, 'left_area', '', $2, $3, $4, id, now(), case when $4 <> 'proposed' then id end,
         case when $4 <> 'proposed' then now() end, $5 from account limit 1`,
      [
        of,
        new Date(from),
        new Date(to),
        more.state ?? 'approved',
        more.endedAt === undefined ? null : new Date(more.endedAt),
      ],
    );

  interface Line {
    seq: number;
    t: number;
    k?: string;
    [key: string]: unknown;
  }
  const line = (seq: number, t = minute(seq), more: object = {}): Line => ({ seq, t, k: 'nofix', ...more });
  const lines = (from: number, to: number): Line[] =>
    Array.from({ length: to - from + 1 }, (_, index) => line(from + index));

  function message(rec: Line[], boot = 1, { id = device, gone = [] as number[][], now = NOW } = {}): ReceivedUplink {
    return raw(`wristband/v1/${id}/up`, { boot, rec, gone }, now);
  }
  function raw(topic: string, body: object, now = NOW): ReceivedUplink {
    const payload = Buffer.from(JSON.stringify(body));
    return { topic, payload, receivedAt: instant(now), uplink: parseUplink(topic, payload, instant(now)) };
  }
  /** As ingest does: when others have stored of the devices, anew and in turn with them. */
  const store = async (...messages: ReceivedUplink[]): Promise<StoredBatch> => {
    for (let alone = false; ; alone = true) {
      const stored = test.db.transaction(async (tx) => {
        const records = new RecordStore(tx);
        return alone ? records.storeAlone(messages) : records.store(messages);
      });
      try {
        return await stored;
      } catch (error) {
        if (!(error instanceof StaleStreams)) throw error;
      }
    }
  };
  const send = (rec: Line[], boot = 1): Promise<StoredBatch> => store(message(rec, boot));

  async function rowsOf(id = device): Promise<string[]> {
    const { rows } = await test.owner.query<{ row: string }>(
      `select concat_ws(' ', life, seq, extract(epoch from at), boot, kind, supervisee_id, part) as row
       from record where device_id = $1 order by life, seq, at`,
      [id],
    );
    return rows.map(({ row }) => row);
  }
  async function streamsOf(id = device): Promise<string[]> {
    const { rows } = await test.owner.query<{ row: string }>(
      `select concat_ws(' ', life, boot, stored, gone, newest_seq, extract(epoch from newest_at)) as row
       from device_stream where device_id = $1 order by life`,
      [id],
    );
    return rows.map(({ row }) => row);
  }
  async function quarantineOf(
    id = device,
  ): Promise<{ reason: string; detail: string; copies: string; payload: Buffer }[]> {
    const { rows } = await test.owner.query<{ reason: string; detail: string; copies: string; payload: Buffer }>(
      `select reason, detail, copies, payload from quarantine where device_id = $1 order by id`,
      [id],
    );
    return rows;
  }
  const sealedOf = async (id = device): Promise<number[]> => {
    const { rows } = await test.owner.query<{ seq: string }>(
      'select seq from sealed_record where device_id = $1 order by seq',
      [id],
    );
    return rows.map(({ seq }) => Number(seq));
  };

  it('stores a record with everything it says, under its supervisee and the transaction that stored it', async () => {
    const said = {
      k: 'fix',
      lat: 27.7,
      lon: 106.9,
      acc: 8.5,
      src: 'gnss',
      spd: 1.25,
      hdg: 88,
      alt: 870,
      sat: 11,
      bat: 83,
      rssi: -71,
    };
    const { counts, standings } = await send([line(4711, T0, { ...said, worn: true, hr: 61, hdop: 0.9 })], 7);
    expect(counts).toEqual({ stored: 1, sealed: 0, repeated: 0, quarantined: 0 });
    expect(standings).toEqual([
      { deviceId: device, boot: 7, life: 7, first: true, ack: undefined, holes: [[1, 4710]] },
    ]);
    const { rows } = await test.owner.query('select * from record where device_id = $1', [device]);
    expect(rows).toMatchObject([
      {
        ...{ life: 7, boot: 7, seq: '4711', at: new Date(T0), received_at: new Date(NOW), supervisee_id: supervisee },
        ...{ part: Number(supervisee) % 64, kind: 'fix', accuracy_m: 8.5, source: 'gnss' },
        ...{ speed_ms: 1.25, heading_deg: 88, altitude_m: 870, satellites: 11, battery_pct: 83, rssi_dbm: -71 },
        ...{ worn: true, heart_rate: 61, crs: null, clock_offset_ms: null, extra: { hdop: 0.9 } },
      },
    ]);
    expect(Number((rows as { arrival: string }[])[0]?.arrival)).toBeGreaterThan(0);
  });

  it('changes nothing when everything is sent again, alone or with something new', async () => {
    await send(lines(1, 5));
    const before = await rowsOf();
    expect((await send(lines(1, 5))).counts).toMatchObject({ stored: 0, repeated: 5 });
    expect(await rowsOf()).toEqual(before);
    expect((await send(lines(3, 8))).counts).toMatchObject({ stored: 3, repeated: 3 });
    expect(await streamsOf()).toEqual([`1 1 {[1,9)} {} 8 ${minute(8) / 1_000}.000000`]);
    expect(await quarantineOf()).toEqual([]);
  });

  it('counts one record that comes twice in a batch as a redelivery', async () => {
    expect((await store(message(lines(1, 3)), message(lines(2, 4)))).counts).toMatchObject({
      stored: 4,
      repeated: 2,
      quarantined: 0,
    });
  });

  it('ends in the same rows for any order, grouping and repetition', async () => {
    const all = lines(1, 12);
    const chunks = fc.shuffledSubarray(all, { minLength: all.length }).chain((order) =>
      fc.record({
        cuts: fc
          .array(fc.nat(all.length), { maxLength: 5 })
          .map((cuts) => [0, ...cuts.sort((a, b) => a - b), all.length]),
        again: fc.subarray(all),
        order: fc.constant(order),
      }),
    );
    await send(all);
    const expected = { rows: await rowsOf(), streams: await streamsOf() };
    await fc.assert(
      fc.asyncProperty(chunks, async ({ cuts, order: shuffled, again }) => {
        const id = await addDevice();
        await test.owner.query(`update device_binding set during = tstzrange(null, 'epoch') where supervisee_id = $1`, [
          supervisee,
        ]);
        await test.owner.query(`delete from device_binding where supervisee_id = $1`, [supervisee]);
        await bind(id, supervisee);
        for (const [index, from] of cuts.entries())
          await store(message(shuffled.slice(from, cuts[index + 1]), 1, { id }));
        await store(message(again, 1, { id }));
        expect({ rows: await rowsOf(id), streams: await streamsOf(id) }).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('goes on with a stream that was there before versions were counted', async () => {
    await test.owner.query(
      `insert into device_stream (device_id, life, boot, stored, gone, newest_seq, newest_at, last_received_at)
       values ($1, 1, 1, '{[1,4)}', '{}', 3, $2, $2)`,
      [device, new Date(minute(3))],
    );
    expect((await send(lines(2, 5))).counts).toMatchObject({ stored: 2 });
    expect((await streamsOf()).map((row) => row.split(' ')[2])).toEqual(['{[1,6)}']);
  });

  it('asks for what is missing and acknowledges only up to it', async () => {
    await send(lines(1, 3));
    const { standings } = await send(lines(6, 8));
    expect(standings).toEqual([{ deviceId: device, boot: 1, life: 1, first: true, ack: 3, holes: [[4, 5]] }]);
    expect(
      (
        await store(
          message([], 1, {
            gone: [
              [4, 4],
              [7, 99],
            ],
          }),
        )
      ).standings,
    ).toMatchObject([{ ack: 4, holes: [[5, 5]] }]);
    expect(await streamsOf()).toEqual([`1 1 {[1,4),[6,9)} {[4,5)} 8 ${minute(8) / 1_000}.000000`]);
    expect((await send(lines(5, 5))).standings).toMatchObject([{ ack: 8, holes: [] }]);
  });

  it('tells a device that lost its memory from one that repeats itself', async () => {
    await send(lines(1, 50), 3);
    expect((await send(lines(1, 5), 3)).counts).toMatchObject({ repeated: 5, quarantined: 0 });
    const reborn = [line(1, minute(51)), line(2, minute(52))];
    const { counts, standings } = await send(reborn, 4);
    expect(counts).toMatchObject({ stored: 2, quarantined: 0 });
    expect(standings).toEqual([{ deviceId: device, boot: 4, life: 4, first: false, ack: 2, holes: [] }]);
    expect((await streamsOf()).map((row) => row.split(' ').slice(0, 3).join(' '))).toEqual([
      '3 3 {[1,51)}',
      '4 4 {[1,3)}',
    ]);
    expect((await send(reborn, 4)).counts).toMatchObject({ stored: 0, repeated: 2 });
  });

  it('acknowledges nothing of a new memory life before its beginning is there', async () => {
    await send(lines(1, 50), 3);
    const late = await send([line(4, minute(54)), line(5, minute(55))], 4);
    expect(late.standings).toEqual([
      { deviceId: device, boot: 4, life: 4, first: false, ack: undefined, holes: [[1, 3]] },
    ]);
  });

  it('quarantines a number that comes again with another time, and goes on', async () => {
    await send(lines(1, 3));
    const { counts } = await send([line(2, minute(2) + 1), line(4)]);
    expect(counts).toMatchObject({ stored: 1, repeated: 0, quarantined: 1 });
    await send([line(2, minute(2) + 1)]);
    const [kept, ...others] = await quarantineOf();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ reason: 'seq.reused', copies: '2' });
    expect(JSON.parse(String(kept?.payload))).toMatchObject({ seq: 2, at: minute(2) + 1 });
    expect(await rowsOf()).toHaveLength(4);
  });

  it('quarantines the bad record of a batch alone, and acknowledges past it', async () => {
    const { counts, standings } = await send([line(1), line(2, minute(2), { k: 'fix', lat: 200, lon: 1 }), line(3)]);
    expect(counts).toMatchObject({ stored: 2, quarantined: 1 });
    expect(standings).toMatchObject([{ ack: 3, holes: [] }]);
    expect(await quarantineOf()).toMatchObject([
      { reason: 'record.invalid', detail: '/rec/1/lat must be a number from -90 to 90' },
    ]);
  });

  it('quarantines whole messages, counting the ones that come again', async () => {
    const topic = `wristband/v1/${device}/up`;
    const payload = Buffer.from('{"boot":1,"rec":[{"seq":1'.padEnd(6_000, ' '));
    const bad = { topic, payload, receivedAt: instant(NOW), uplink: parseUplink(topic, payload, instant(NOW)) };
    await store(bad, bad, message(lines(1, 1)));
    await store(bad);
    const kept = await quarantineOf();
    expect(kept).toMatchObject([{ reason: 'payload.not-json', copies: '3' }]);
    expect(kept[0]?.payload).toHaveLength(4_096);
    expect(await rowsOf()).toHaveLength(1);
  });

  it('takes nothing from a device that is not registered', async () => {
    const { counts, standings } = await store(
      message(lines(1, 2), 1, { id: 'STRANGER-1' }),
      raw('wristband/v1/x/y', {}),
    );
    expect(counts).toEqual({ stored: 0, sealed: 0, repeated: 0, quarantined: 2 });
    expect(standings).toEqual([]);
    expect(await quarantineOf('STRANGER-1')).toMatchObject([{ reason: 'device.unknown' }]);
  });

  it('holds numbers beyond 32 bits and times of 1901 and of tomorrow', async () => {
    const seq = 2 ** 31 + 5;
    const year1901 = Date.UTC(1901, 0, 1);
    const { counts } = await send([line(seq), line(seq + 1, year1901), line(2 ** 53 - 2, NOW + 86_400_000)]);
    expect(counts).toMatchObject({ stored: 3 });
    const { rows } = await test.owner.query(
      'select seq, at, said_at, clock_offset_ms from record where device_id = $1 order by seq',
      [device],
    );
    expect(rows).toEqual([
      {
        seq: String(seq),
        at: new Date(NOW),
        said_at: new Date(minute(seq)),
        clock_offset_ms: String(minute(seq) - NOW),
      },
      { seq: String(seq + 1), at: new Date(NOW), said_at: new Date(year1901), clock_offset_ms: String(year1901 - NOW) },
      { seq: String(2 ** 53 - 2), at: new Date(NOW), said_at: new Date(NOW + 86_400_000), clock_offset_ms: '86400000' },
    ]);
    expect(await streamsOf()).toEqual([
      `1 1 {[${seq},${seq + 2}),[${2 ** 53 - 2},${2 ** 53 - 1})} {} ${2 ** 53 - 2} ${NOW / 1_000}.000000`,
    ]);
  });

  it('knows a record whose time it does not believe when it comes again, later', async () => {
    const [y1970, y2099] = [Date.UTC(1970, 0, 1), Date.UTC(2099, 0, 1)];
    const odd = [line(1, y1970), line(2, y2099), line(3)];
    await store(message(odd, 1, { now: NOW }));
    const before = await rowsOf();
    const again = await store(message(odd, 1, { now: NOW + 5 * 86_400_000 }));
    expect(again.counts).toEqual({ stored: 0, sealed: 0, repeated: 3, quarantined: 0 });
    const other = await store(message([line(1, y1970 + 1)], 1, { now: NOW }));
    expect(other.counts).toMatchObject({ stored: 0, quarantined: 1 });
    expect(await quarantineOf()).toMatchObject([{ reason: 'seq.reused' }]);
    expect(await rowsOf()).toEqual(before);
  });

  it('makes no place of its own for each day that a wrong clock names', async () => {
    const places = async (): Promise<number> => {
      const { rows } = await test.owner.query<{ places: number }>(
        `select (select count(*) from pg_class where relkind = 'r' and relname ~ '^(record_\\d{8}|_hyper_.*_chunk)$')::integer
           as places`,
      );
      return rows[0]?.places ?? NaN;
    };
    await test.owner.query(`select ensure_record_days($1::date, $1::date)`, [new Date(NOW)]);
    await send([line(1_000)]);
    const before = await places();
    const years = Array.from({ length: 500 }, (_, index) =>
      line(index + 1, Date.UTC(1007 + 17 * index, index % 12, 5)),
    );
    expect((await send(years)).counts).toMatchObject({ stored: 500 });
    expect(await places()).toBe(before);
    const { rows } = await test.owner.query<{ place: string; said: string }>(
      `select tableoid::regclass::text as place, count(distinct said_at)::integer as said
       from record where device_id = $1 and seq <= 500 group by 1`,
      [device],
    );
    expect(rows).toMatchObject([{ said: 500 }]);
    expect(rows.map(({ place }) => place)).not.toContain('record_elsewhen');
  });

  it('keeps degrees to the seventh decimal', async () => {
    const place = (limit: number) => fc.integer({ min: -limit * 1e7, max: limit * 1e7 }).map((whole) => whole / 1e7);
    const places = fc.array(fc.tuple(place(90), place(180)), { minLength: 500, maxLength: 500 });
    const [said = []] = fc.sample(places, 1);
    await send(said.map(([lat, lon], index) => line(index + 1, minute(index / 100), { k: 'fix', lat, lon })));
    const span = { from: instant(T0), to: instant(NOW) };
    const track = await new TrackView(test.db).records(superviseeId(supervisee), span);
    const bySeq = [...track].sort((a, b) => a.seq - b.seq);
    expect(bySeq.map(({ position }) => [position?.lat, position?.lon])).toEqual(
      said.map(([lat, lon]) => [lat + 0, lon + 0]),
    );
    const arrivals = await new ArrivalReader(test.db).read('0');
    const own = arrivals.records.filter((record) => record.deviceId === device).sort((a, b) => a.seq - b.seq);
    expect(own.map(({ lat, lon }) => [lat, lon])).toEqual(bySeq.map(({ position }) => [position?.lat, position?.lon]));
  });

  it('keeps no more pieces of a life than it can, and what would be another one in quarantine, unacknowledged', async () => {
    for (let from = 1; from < 2 * MOST_PIECES; from += 1_024) {
      await send(Array.from({ length: 512 }, (_, index) => line(from + 2 * index, minute(0))));
    }
    const pieces = async (): Promise<unknown> => {
      const query =
        'select (select count(*)::integer from unnest(stored)) as n from device_stream where device_id = $1';
      return (await test.owner.query<{ n: number }>(query, [device])).rows;
    };
    expect(await pieces()).toEqual([{ n: MOST_PIECES }]);
    const scattered = [line(100_001, minute(0)), line(200_001, minute(0))];
    const { counts, standings } = await send([line(2, minute(0)), ...scattered]);
    expect(counts).toEqual({ stored: 1, sealed: 0, repeated: 0, quarantined: 2 });
    expect(standings).toMatchObject([{ ack: 3 }]);
    expect(await quarantineOf()).toMatchObject([{ reason: 'seq.scattered' }, { reason: 'seq.scattered' }]);
    expect(await pieces()).toEqual([{ n: MOST_PIECES - 1 }]);
    expect((await send(scattered)).counts).toMatchObject({ stored: 1, quarantined: 1 });
  });

  it('keeps text that PostgreSQL has no character for', async () => {
    await send([line(1, T0, { k: 'note', text: 'a\0b\ud800', path: '\\u0000' })]);
    const { rows } = await test.owner.query('select extra from record where device_id = $1', [device]);
    expect(rows).toEqual([{ extra: { text: 'a\ufffdb\ufffd', path: '\\u0000' } }]);
  });

  describe('without a legal basis', () => {
    beforeEach(async () => {
      device = await addDevice();
      supervisee = await addSupervisee();
    });
    const seqs = async (): Promise<{ open: number[]; sealed: number[] }> => ({
      open: (await rowsOf()).map((row) => Number(row.split(' ')[1])),
      sealed: await sealedOf(),
    });

    it('seals what comes from a device that is bound to nobody', async () => {
      const { counts, standings } = await send(lines(1, 2));
      expect(counts).toMatchObject({ stored: 0, sealed: 2 });
      expect(standings).toMatchObject([{ ack: 2 }]);
      expect((await send(lines(1, 2))).counts).toMatchObject({ sealed: 0, repeated: 2, quarantined: 0 });
    });

    it('seals what comes before the approval, and leaves it sealed afterwards', async () => {
      await bind(device, supervisee);
      await order(supervisee, minute(0), minute(600), { state: 'proposed' });
      await send(lines(1, 2));
      await test.owner.query(
        `update device_order set state = 'approved', approved_at = now(), approved_by = proposed_by where supervisee_id = $1`,
        [supervisee],
      );
      await send(lines(1, 3));
      expect(await seqs()).toEqual({ open: [3], sealed: [1, 2] });
    });

    it('counts the first instant of an order in, and the last out', async () => {
      await bind(device, supervisee);
      await order(supervisee, minute(3), minute(6));
      await send([line(1, minute(3) - 1), line(2, minute(3)), line(3, minute(6) - 1), line(4, minute(6))]);
      expect(await seqs()).toEqual({ open: [2, 3], sealed: [1, 4] });
    });

    it('ends with the order, when that is ended early', async () => {
      await bind(device, supervisee);
      await order(supervisee, minute(0), minute(60), { state: 'ended', endedAt: minute(5) });
      await send([line(1, minute(5) - 1), line(2, minute(5))]);
      expect(await seqs()).toEqual({ open: [1], sealed: [2] });
    });

    it('does not double a record that two orders cover', async () => {
      await bind(device, supervisee);
      await order(supervisee, minute(0), minute(6));
      await order(supervisee, minute(5), minute(9));
      await send(lines(5, 7));
      expect(await seqs()).toEqual({ open: [5, 6, 7], sealed: [] });
    });

    it('gives each record to whoever wore the device at its time', async () => {
      const other = await addSupervisee();
      await bind(device, supervisee, minute(1), minute(3));
      await bind(device, other, minute(4));
      for (const wearer of [supervisee, other]) await order(wearer, minute(0), minute(600));
      await send([
        line(1, minute(1)),
        line(2, minute(3) - 1),
        line(3, minute(3)),
        line(4, minute(4) - 1),
        line(5, minute(4)),
      ]);
      expect((await rowsOf()).map((row) => [Number(row.split(' ')[1]), row.split(' ')[5]])).toEqual([
        [1, supervisee],
        [2, supervisee],
        [5, other],
      ]);
      expect(await sealedOf()).toEqual([3, 4]);
    });

    it('compares the receipt of a record whose clock is not believed', async () => {
      await bind(device, supervisee);
      await order(supervisee, NOW - 60_000, NOW + 60_000);
      await send([line(1, Date.UTC(1970, 0, 1)), line(2, NOW + 86_400_000), line(3, NOW - 120_000)]);
      expect(await seqs()).toEqual({ open: [1, 2], sealed: [3] });
    });

    it('keeps what was said where the application cannot read it', async () => {
      await send([line(1, T0, { k: 'fix', lat: 27.7, lon: 106.9, x: 1 })]);
      const { rows } = await test.owner.query('select payload from sealed_record where device_id = $1', [device]);
      expect(rows).toEqual([{ payload: { boot: 1, lat: 27.7, lon: 106.9, extra: { x: 1 } } }]);
      const query = { name: 'spec', text: 'select payload from sealed_record', values: [] };
      await expect(test.db.query(query)).rejects.toThrow('permission denied');
    });
  });

  describe('of a device that does not number', () => {
    const location = (tst: number, lat = 27.7): ReceivedUplink =>
      raw(`owntracks/u/${device}`, { _type: 'location', tst: tst / 1_000, lat, lon: 106.9 });

    it('stores each time once, in any order', async () => {
      const { counts, standings } = await store(location(minute(2)), location(minute(1)), location(minute(2)));
      expect(counts).toMatchObject({ stored: 2, repeated: 1 });
      expect(standings).toEqual([]);
      expect((await store(location(minute(1)), location(minute(3)))).counts).toMatchObject({ stored: 1, repeated: 1 });
      expect(await streamsOf()).toEqual([
        `0 0 {[${minute(3)},${minute(3) + 1})} {} ${minute(3)} ${minute(3) / 1_000}.000000`,
      ]);
    });

    it('is stored once when its time was ahead at first, and is believed when it is sent again', async () => {
      const ahead = raw(`owntracks/u/${device}`, { _type: 'location', tst: minute(600) / 1_000, lat: 1, lon: 2 });
      const later = { ...ahead, receivedAt: instant(minute(601)) };
      later.uplink = parseUplink(later.topic, later.payload, later.receivedAt);
      expect((await store(ahead)).counts).toMatchObject({ stored: 1 });
      expect((await store(ahead, { ...ahead, receivedAt: instant(NOW + 1_000) })).counts).toMatchObject({
        repeated: 2,
      });
      expect((await store(later)).counts).toMatchObject({ stored: 0, repeated: 1 });
      expect((await store(ahead)).counts).toMatchObject({ stored: 0, repeated: 1 });
      expect(await rowsOf()).toHaveLength(1);
    });

    it('is not heard of by its last will, which is kept', async () => {
      const lastReceipt = async () => {
        const query = 'select last_received_at as at from device_stream where device_id = $1';
        return (await test.owner.query<{ at: Date }>(query, [device])).rows;
      };
      await store(raw(`owntracks/u/${device}`, { _type: 'location', tst: T0 / 1_000, lat: 1, lon: 2 }, minute(1)));
      const will = raw(`owntracks/u/${device}`, { _type: 'lwt', tst: T0 / 1_000 }, minute(90));
      expect((await store(will)).counts).toMatchObject({ stored: 1 });
      expect((await store(will)).counts).toMatchObject({ stored: 0, repeated: 1 });
      expect(await lastReceipt()).toEqual([{ at: new Date(minute(1)) }]);
    });

    it('counts the whole second in which it was observed: its times are cut to seconds', async () => {
      const [other, wearer] = [await addDevice(), await addSupervisee()];
      await order(wearer, T0, T0 + 86_400_000);
      await bind(other, wearer, minute(1) + 400);
      const at = (tst: number, receivedAt: number): ReceivedUplink =>
        raw(`owntracks/u/${other}`, { _type: 'location', tst: tst / 1_000, lat: 27.7, lon: 106.9 }, receivedAt);
      const { counts } = await store(at(minute(1), minute(1) + 600), at(minute(1) - 1_000, minute(1) + 600));
      expect(counts).toMatchObject({ stored: 1, sealed: 1 });
    });

    it('does not open what was sealed', async () => {
      await test.owner.query(
        `update device_order set approved_at = null, approved_by = null, state = 'proposed' where supervisee_id = $1`,
        [supervisee],
      );
      await store(location(minute(1)));
      await test.owner.query(
        `update device_order set approved_at = now(), approved_by = proposed_by, state = 'approved' where supervisee_id = $1`,
        [supervisee],
      );
      expect((await store(location(minute(1)))).counts).toEqual({ stored: 0, sealed: 0, repeated: 1, quarantined: 0 });
      expect(await rowsOf()).toEqual([]);
    });
  });

  describe('beside another process that stores', () => {
    it('ends in each record once, whoever comes first', async () => {
      const devices = [device, ...(await Promise.all([addDevice(), addDevice(), addDevice()]))];
      const batch = (ids: string[]) => ids.map((id) => message(lines(1, 20), 1, { id }));
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, index) => store(...batch(index % 2 === 0 ? devices : [...devices].reverse()))),
      );
      const stored = results.map(({ counts }) => counts.stored + counts.sealed);
      expect(stored.reduce((a, b) => a + b)).toBe(80);
      expect(results.map(({ counts }) => counts.quarantined)).toEqual(Array(8).fill(0));
      expect(await rowsOf()).toHaveLength(20);
    });

    it('agrees with it on the memory life when both see a device for the first time', async () => {
      const halves = [message(lines(1, 10), 2), message(lines(11, 20), 3)];
      await Promise.all(halves.map((half) => store(half)));
      const lives = await new DeviceStreamStore(test.db).lives([device]);
      expect(lives.get(device)).toHaveLength(1);
      expect(lives.get(device)?.[0]?.stored).toEqual([[1, 20]]);
    });

    it('leaves nothing behind when the transaction fails', async () => {
      const failing = test.db.transaction(async (tx) => {
        await new RecordStore(tx).store([message(lines(1, 5))]);
        throw new Error('killed');
      });
      await expect(failing).rejects.toThrow('killed');
      expect([...(await rowsOf()), ...(await streamsOf())]).toEqual([]);
      expect((await send(lines(1, 5))).counts).toMatchObject({ stored: 5, repeated: 0 });
    });
  });
});
