import { describe, expect, it } from '@jest/globals';
import { instant } from '#libs/kernel';
import { parseUplink } from './uplink.js';

const NOW = instant(Date.UTC(2026, 0, 1, 12));
const TST = NOW / 1_000 - 60;
const parse = (payload: object, topic = 'owntracks/zhang/PHONE-7') =>
  parseUplink(topic, new TextEncoder().encode(JSON.stringify(payload)), NOW);
const location = (more: object = {}): object => ({
  _type: 'location',
  tst: TST,
  lat: 27.7,
  lon: 106.9,
  acc: 12,
  ...more,
});

describe('an OwnTracks message', () => {
  it('is a fix when it is a location', () => {
    const uplink = parse(location({ batt: 83, vel: 36, cog: 90, alt: 870, tid: 'zh', t: 'u' }));
    expect(uplink).toMatchObject({ deviceId: 'PHONE-7', numbered: false, boot: 0, rejections: [] });
    expect(uplink.records[0]).toMatchObject({
      ...{ seq: TST * 1_000, at: TST * 1_000, kind: 'fix', lat: 27.7, lon: 106.9, accuracy: 12 },
      ...{ battery: 83, speed: 10, heading: 90, altitude: 870, extra: { tid: 'zh', t: 'u' } },
    });
  });

  it('leaves out what iOS does not know', () => {
    expect(parse(location({ vel: -1, cog: -1, batt: -1 })).records[0]).toMatchObject({
      speed: null,
      heading: null,
      battery: null,
    });
  });

  it('is refused when its place or its accuracy cannot be', () => {
    expect(parse(location({ lat: 200 })).rejections).toMatchObject([
      { reason: 'record.invalid', detail: '/lat must be a number from -90 to 90' },
    ]);
    expect(parse(location({ acc: -1 })).records).toEqual([]);
    expect(parse({ _type: 'location', tst: TST }).rejections[0]?.detail).toBe('/lat is missing');
  });

  it('is no position when it is a transition: those are the coordinates of the region', () => {
    const [record] = parse(
      { _type: 'transition', tst: TST, lat: 1, lon: 2, event: 'leave' },
      'owntracks/zhang/PHONE-7/event',
    ).records;
    expect(record).toMatchObject({
      kind: 'owntracks.transition',
      lat: null,
      extra: { lat: 1, lon: 2, event: 'leave' },
    });
  });

  it('is told apart from another type of the same second', () => {
    const seqs = ['location', 'transition', 'lwt', 'beacon'].map(
      (_type) => parse({ _type, tst: TST, lat: 1, lon: 2 }).records[0]?.seq,
    );
    expect(new Set(seqs).size).toBe(4);
  });

  it('is told apart from another of its type and second, and not from itself', () => {
    const seqOf = (desc: string) => parse({ _type: 'transition', tst: TST, event: 'leave', desc }).records[0]?.seq;
    expect(seqOf('home')).toBe(seqOf('home'));
    expect(seqOf('home')).not.toBe(seqOf('work'));
    expect(Math.floor((seqOf('home') ?? 0) / 1_000)).toBe(TST);
  });

  it('is the same location when the second is the same, whatever else it says', () => {
    expect(parse(location({ lat: 28 })).records[0]?.seq).toBe(parse(location()).records[0]?.seq);
  });

  it.each(['transition', 'waypoint', 'waypoints', 'lwt', 'card', 'beacon', 'steps'])(
    'of type %s is never a fix',
    (_type) => {
      const [record] = parse({ _type, tst: TST, lat: 27.7, lon: 106.9, acc: 5, batt: 80 }).records;
      expect(record).toMatchObject({ kind: `owntracks.${_type}`, lat: null, lon: null, accuracy: null });
      expect(record?.extra).toMatchObject({ lat: 27.7, lon: 106.9 });
    },
  );

  it('does not make a clock wrong by a region that was drawn long ago', () => {
    const clockOf = (_type: string, tst: number) => parse({ _type, tst, lat: 1, lon: 2 }).records[0]?.clockOffset;
    expect(clockOf('waypoint', 1_400_000_000)).toBeNull();
    expect(clockOf('waypoint', TST + 86_400)).toBeGreaterThan(0);
    expect(clockOf('location', 1_400_000_000)).toBeLessThan(0);
  });

  it('counts as observed when it was received if it has no time of its own', () => {
    expect(parse({ _type: 'card', name: 'Z' }).records[0]).toMatchObject({
      kind: 'owntracks.card',
      at: NOW,
      clockOffset: null,
    });
    expect(parse({ _type: 'card', tst: 'x' }).rejections).toHaveLength(1);
    expect(parse({ _type: 'location', lat: 1, lon: 2 }).rejections).toHaveLength(1);
  });

  it('without a type is refused', () => {
    expect(parse({ lat: 1, lon: 2 }).rejections[0]).toMatchObject({
      reason: 'payload.invalid',
      detail: '/_type must be a word',
    });
  });
});
