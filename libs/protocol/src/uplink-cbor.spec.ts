import { describe, expect, it } from '@jest/globals';
import { encode, Tagged } from 'cborg';
import fc from 'fast-check';
import { instant } from '#libs/kernel';
import { parseCbor } from './uplink-cbor.js';
import { parseUplink } from './uplink.js';
import type { Uplink } from './uplink-record.js';

const NOW = instant(Date.UTC(2026, 0, 1, 12));
const TOPIC = 'wristband/v1/WB-0001/up';
const parse = (payload: Uint8Array): Uplink => parseUplink(TOPIC, payload, NOW);
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const fix = { seq: 1, t: NOW, k: 'fix', lat: 27.7066, lon: 106.9373, acc: 8.5 };
const text = (value: string): number[] => [...encode(value)];

describe('an uplink in CBOR', () => {
  it('says what the same keys say in JSON', () => {
    const message = {
      boot: 7,
      rec: [
        { ...fix, src: 'gnss', bat: 83, worn: true, rssi: -71, crs: 'gcj02', note: [1, { a: null }] },
        { seq: 2, t: NOW, k: 'strap_open' },
      ],
      gone: [[1, 2]],
    };
    const fromJson = parse(new TextEncoder().encode(JSON.stringify(message)));
    expect(fromJson.records).toHaveLength(2);
    expect(parse(encode(message))).toEqual(fromJson);
    expect(parse(Uint8Array.from([0xd9, 0xd9, 0xf7, ...encode(message)]))).toEqual(fromJson);
  });

  it('says what any JSON object says', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const json = JSON.stringify(object);
        expect(JSON.stringify(parseCbor(encode(JSON.parse(json))))).toBe(
          JSON.stringify(inOrderOf(parseCbor(encode(JSON.parse(json))), JSON.parse(json))),
        );
      }),
    );
  });

  it('may leave lengths open', () => {
    const record = [0xbf, ...text('seq'), 1, ...text('t'), ...encode(NOW), ...text('k'), ...text('nofix'), 0xff];
    const message = [0xbf, ...text('boot'), 7, ...text('rec'), 0x9f, ...record, 0xff, 0xff];
    expect(parse(Uint8Array.from(message)).records).toMatchObject([{ seq: 1, kind: 'nofix' }]);
  });

  it('keeps what JSON has no word for', () => {
    const odd = { ...fix, raw: Uint8Array.from([251, 255, 1, 0]), none: undefined, nan: NaN, tagged: new Tagged(1, 5) };
    const extra = parse(encode({ boot: 1, rec: [{ ...odd, big: 2n ** 64n - 1n }] })).records[0]?.extra;
    expect(extra).toEqual({ raw: '-_8BAA', none: null, nan: null, tagged: 5, big: 2 ** 64 });
  });

  it.each([
    ['a latitude of NaN', { lat: NaN }, '/rec/0/lat is missing'],
    ['a latitude in bytes', { lat: Uint8Array.of(1) }, '/rec/0/lat must be a number from -90 to 90'],
    ['a number beyond what is counted', { seq: 2n ** 63n }, '/rec/0/seq must be a whole number from 1'],
    ['a time beyond all time', { t: 2n ** 63n }, '/rec/0/t must be milliseconds since 1970'],
    ['a speed without end', { spd: Infinity, lon: 'x' }, '/rec/0/lon must be a number from -180 to 180'],
  ])('loses to %s only that record', (_, more, detail) => {
    const uplink = parse(
      encode({
        boot: 1,
        rec: [
          { ...fix, ...more },
          { ...fix, seq: 2 },
        ],
      }),
    );
    expect(uplink.rejections).toMatchObject([{ reason: 'record.invalid', detail }]);
    expect(uplink.records.map(({ seq }) => seq)).toEqual([2]);
  });

  it('loses to a deep record only that record', () => {
    const deep = Array.from({ length: 500 }).reduce<unknown>((inner) => [inner], null);
    const uplink = parse(
      encode({
        boot: 1,
        rec: [
          { ...fix, deep },
          { ...fix, seq: 2 },
        ],
      }),
    );
    expect(uplink.rejections).toMatchObject([{ detail: '/rec/0 is nested too deeply', seq: 1 }]);
    expect(uplink.records).toHaveLength(1);
  });

  it('takes the last of two equal keys, and no key for a prototype', () => {
    const record = [0xa4, ...text('seq'), 1, ...text('seq'), 9, ...text('__proto__'), 0xa0, ...text('k'), ...text('x')];
    const value = parseCbor(Uint8Array.from(record)) as object;
    expect(Object.keys(value)).toEqual(['seq', '__proto__', 'k']);
    expect(value).toMatchObject({ seq: 9 });
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['is cut off', 'a2 64 626f6f74 07 63 726563 82'],
    ['goes on behind its end', 'a1 64 626f6f74 07 00'],
    ['announces four thousand million records', 'a1 63 726563 9a ffffffff'],
    ['announces more records than can be counted', 'a1 63 726563 9b ffffffffffffffff'],
    ['announces a text of 2^53 bytes', 'a1 7b 001fffffffffffff 61'],
    ['has a break in the midst', 'a1 63 726563 82 01 ff'],
    ['ends a map behind a key', 'bf 61 61 ff'],
    ['uses what CBOR has reserved', 'a1 61 61 fc'],
    ['is a tag of nothing', 'd9 d9f7'],
    ['is a list', 'd9 d9f7 81 a0'],
    ['has endless tags', `a1 61 61 ${'c1'.repeat(60_000)} 00`],
    ['has endless lists', `a1 61 61 ${'81'.repeat(60_000)} 00`],
    ['has endless lists without an end', `a1 61 61 ${'9f'.repeat(60_000)}`],
  ])('is refused as a whole when it %s', (_, payload) => {
    expect(parse(hex(payload)).rejections).toMatchObject([{ reason: 'payload.not-json', record: null }]);
  });

  it('is not for OwnTracks', () => {
    const uplink = parseUplink('owntracks/u/PHONE-7', encode({ _type: 'card' }), NOW);
    expect(uplink.rejections).toMatchObject([{ reason: 'payload.not-json' }]);
  });
});

/** The encoder sorts keys by their length: equality is of what is said, not of the order. */
function inOrderOf(like: unknown, value: unknown): unknown {
  if (Array.isArray(like)) return like.map((one, index) => inOrderOf(one, (value as unknown[])[index]));
  if (typeof like !== 'object' || like === null) return value;
  return Object.fromEntries(Object.entries(like).map(([key, one]) => [key, inOrderOf(one, readOwn(value, key))]));
}

const readOwn = (value: unknown, key: string): unknown => Object.getOwnPropertyDescriptor(value, key)?.value;
