import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '#libs/kernel';
import { parseUplink } from './uplink.js';
import type { Uplink } from './uplink-record.js';

const NOW = instant(Date.UTC(2026, 0, 1, 12));
const TOPIC = 'wristband/v1/WB-0001/up';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (payload: unknown, topic = TOPIC): Uplink => parseUplink(topic, bytes(JSON.stringify(payload)), NOW);
const parseText = (text: string): Uplink => parseUplink(TOPIC, bytes(text), NOW);

const fix = (more: object = {}): object => ({
  seq: 1,
  t: NOW,
  k: 'fix',
  lat: 27.7066,
  lon: 106.9373,
  acc: 8.5,
  ...more,
});
const only = (record: object): Uplink => parse({ boot: 7, rec: [record] });
const detailOf = (uplink: Uplink): string | undefined => uplink.rejections[0]?.detail;

describe('parseUplink', () => {
  it('reads the example of the contract', () => {
    const measured = { src: 'gnss', spd: 1.2, hdg: 88, alt: 870, sat: 11, bat: 83, rssi: -71, worn: true };
    const uplink = parse({
      boot: 7,
      rec: [
        fix({ seq: 4711, ...measured }),
        { seq: 4712, t: NOW, k: 'nofix', bat: 83, worn: true },
        { seq: 4713, t: NOW, k: 'strap_open' },
      ],
    });
    expect(uplink).toMatchObject({ deviceId: 'WB-0001', boot: 7, numbered: true, rejections: [], gone: [] });
    expect(uplink.records.map(({ seq, kind }) => [seq, kind])).toEqual([
      [4711, 'fix'],
      [4712, 'nofix'],
      [4713, 'strap_open'],
    ]);
    expect(uplink.records[0]).toEqual({
      ...{ deviceId: 'WB-0001', boot: 7, seq: 4711, at: NOW, receivedAt: NOW, clockOffset: null, kind: 'fix' },
      ...{ lat: 27.7066, lon: 106.9373, accuracy: 8.5, source: 'gnss', speed: 1.2, heading: 88, altitude: 870 },
      ...{ satellites: 11, battery: 83, rssi: -71, worn: true, heartRate: null, crs: null, extra: null },
    });
  });

  it('takes an accuracy of 0, or none, for unknown', () => {
    expect(only(fix({ acc: 0 })).records[0]?.accuracy).toBeNull();
    expect(only(fix({ acc: undefined })).records[0]?.accuracy).toBeNull();
  });

  it.each([
    ['a latitude of 200', { lat: 200 }, '/rec/0/lat must be a number from -90 to 90'],
    ['a negative accuracy', { acc: -1 }, '/rec/0/acc must be a number from 0 to 100000000'],
    ['a longitude in words', { lon: '106' }, '/rec/0/lon must be a number from -180 to 180'],
    ['a fix without a place', { lat: null, lon: null }, '/rec/0/lat is missing'],
    ['half a place', { lat: null }, '/rec/0/lat is missing'],
    ['an unknown coordinate system', { crs: 'mars' }, '/rec/0/crs must be wgs84, gcj02 or bd09'],
    ['a number that is not counted from 1', { seq: 0 }, '/rec/0/seq must be a whole number from 1'],
    ['a number beyond what JSON carries', { seq: 2 ** 53 }, '/rec/0/seq must be a whole number from 1'],
    ['a time that is none', { t: 'now' }, '/rec/0/t must be milliseconds since 1970'],
    ['a time in the year 275760', { t: 8.64e15 }, '/rec/0/t must be milliseconds since 1970'],
    ['a kind with a zero byte', { k: 'f\0x' }, '/rec/0/k must be a word of at most 64 characters'],
  ])('refuses %s, and only that record', (_, more, detail) => {
    const uplink = parse({ boot: 7, rec: [fix(more), fix({ seq: 2 })] });
    expect(uplink.records.map((record) => record.seq)).toEqual([2]);
    expect(uplink.rejections).toMatchObject([{ reason: 'record.invalid', detail }]);
  });

  it('keeps the refused record and its number, so that it need not be sent again', () => {
    const [rejection] = only(fix({ seq: 44, lat: 200 })).rejections;
    expect(rejection?.seq).toBe(44);
    expect(JSON.parse(rejection?.record ?? '')).toMatchObject({ seq: 44, lat: 200 });
  });

  it('stores an unknown kind with everything it carries, whatever that looks like', () => {
    const uplink = only({ seq: 1, t: NOW, k: 'ecg', lead: 2, lat: 'north', bat: 40, wave: [1, 2] });
    expect(uplink.rejections).toEqual([]);
    expect(uplink.records[0]).toMatchObject({ kind: 'ecg', lat: null, battery: 40 });
    expect(uplink.records[0]?.extra).toEqual({ lead: 2, lat: 'north', wave: [1, 2] });
  });

  it('keeps unknown keys of known kinds', () => {
    expect(only(fix({ hdop: 0.9, note: null })).records[0]?.extra).toEqual({ hdop: 0.9, note: null });
  });

  it('converts a shifted position and says so', () => {
    const [record] = only(fix({ crs: 'gcj02' })).records;
    expect(record?.crs).toBe('gcj02');
    expect(Math.abs((record?.lat ?? 0) - 27.7066)).toBeGreaterThan(0.001);
    expect(record?.extra).toEqual({ lat: 27.7066, lon: 106.9373 });
    expect(only(fix({ crs: 'bd09' })).records[0]).toMatchObject({
      crs: 'bd09',
      extra: { lat: 27.7066, lon: 106.9373 },
    });
    expect(only(fix({ crs: 'wgs84' })).records[0]).toMatchObject({ lat: 27.7066, crs: null, extra: null });
  });

  it('believes a backlog, and does not believe a clock of 1901, of 2019 or of tomorrow', () => {
    const offsetOf = (t: number) => only(fix({ t })).records[0]?.clockOffset;
    expect(offsetOf(NOW - 30 * 86_400_000)).toBeNull();
    expect(offsetOf(NOW + 5 * 60_000)).toBeNull();
    expect(offsetOf(NOW + 5 * 60_000 + 1)).toBe(5 * 60_000 + 1);
    expect(offsetOf(Date.UTC(1901, 0, 1))).toBe(Date.UTC(1901, 0, 1) - NOW);
    expect(offsetOf(Date.UTC(2019, 11, 31))).toBeLessThan(0);
  });

  it('reads what a device no longer has, with records or alone', () => {
    expect(parse({ boot: 7, gone: [[4690, 4695]] })).toMatchObject({ gone: [[4690, 4695]], rejections: [] });
    const uplink = parse({ boot: 7, rec: [fix()], gone: [[5, 4]] });
    expect(uplink.records).toHaveLength(1);
    expect(detailOf(uplink)).toBe('/gone must be a list of pairs [from, to]');
  });

  it.each([
    ['truncated JSON', '{"boot":7,"rec":[{"seq":1', 'payload.not-json'],
    ['NaN', '{"boot":7,"rec":[{"seq":NaN}]}', 'payload.not-json'],
    ['a list', '[1]', 'payload.not-json'],
    ['nothing', '', 'payload.not-json'],
    ['no boot', '{"rec":[]}', 'payload.invalid'],
    ['a boot of half', '{"boot":0.5,"rec":[]}', 'payload.invalid'],
    ['records that are no list', '{"boot":1,"rec":{}}', 'payload.invalid'],
    ['neither records nor holes', '{"boot":1}', 'payload.invalid'],
    ['513 records', JSON.stringify({ boot: 1, rec: Array(513).fill(0) }), 'payload.too-many-records'],
    ['65,537 bytes', `{${' '.repeat(65_535)}}`, 'payload.too-large'],
  ])('refuses %s as a whole message', (_, text, reason) => {
    const uplink = parseText(text);
    expect(uplink.records).toEqual([]);
    expect(uplink.rejections).toMatchObject([{ reason, record: null }]);
  });

  it('refuses what is not UTF-8', () => {
    expect(parseUplink(TOPIC, Uint8Array.from([0x7b, 0xff, 0x7d]), NOW).rejections[0]?.reason).toBe('payload.not-json');
  });

  it('takes 512 records', () => {
    const rec = Array.from({ length: 512 }, (_, index) => fix({ seq: index + 1 }));
    expect(parse({ boot: 1, rec }).records).toHaveLength(512);
  });

  it('is not hurt by keys that mean something to JavaScript', () => {
    const uplink = parseText(
      `{"boot":1,"__proto__":{"rec":[]},"rec":[{"seq":1,"t":${NOW},"k":"nofix","__proto__":{"lat":1},"constructor":2,"toString":3}]}`,
    );
    expect(uplink.rejections).toEqual([]);
    expect(JSON.stringify(uplink.records[0]?.extra)).toBe('{"__proto__":{"lat":1},"constructor":2,"toString":3}');
    expect(uplink.records[0]?.lat).toBeNull();
    expect(({} as { lat?: number }).lat).toBeUndefined();
  });

  it('takes the last of two equal keys, and judges that one', () => {
    expect(
      detailOf(parseText(`{"boot":1,"rec":[{"seq":1,"t":${NOW},"k":"fix","lat":27,"lat":200,"lon":106}]}`)),
    ).toMatch(/^\/rec\/0\/lat/);
  });

  it('is not hurt by deep nesting', () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    const uplink = parseText(`{"boot":1,"rec":[{"seq":9,"t":${NOW},"k":"x","y":${deep}}]}`);
    expect(uplink.rejections).toMatchObject([{ reason: 'record.invalid', record: null, seq: 9 }]);
    expect(parseText(`{"boot":1,"rec":[${deep}]}`).rejections).toHaveLength(1);
  });

  it('knows the device by the topic alone', () => {
    expect(parse({}, 'wristband/v1/no spaces/up')).toMatchObject({
      deviceId: null,
      rejections: [{ reason: 'topic.unknown' }],
    });
    expect(parse({}, 'wristband/v1/WB-0001/down').rejections[0]?.reason).toBe('topic.unknown');
  });

  it('never throws, and accounts for every record of a message it can read', () => {
    const anything = fc.oneof(fc.json(), fc.string(), fc.uint8Array().map(String));
    const batch = fc
      .record({ boot: fc.nat(), rec: fc.array(fc.oneof(fc.jsonValue(), fc.constant(fix()))) })
      .map((x) => JSON.stringify(x));
    fc.assert(
      fc.property(fc.oneof(anything, batch), (text) => {
        const uplink = parseText(text);
        const rec = readRec(text);
        expect(uplink.records.length + uplink.rejections.length).toBeGreaterThanOrEqual(rec ?? 1);
      }),
    );
  });
});

/** How many records a message holds that has a boot number; undefined for any other. */
function readRec(text: string): number | undefined {
  try {
    const value = JSON.parse(text) as { boot?: unknown; rec?: unknown };
    return Number.isSafeInteger(value.boot) && Array.isArray(value.rec) ? value.rec.length : undefined;
  } catch {
    return undefined;
  }
}
