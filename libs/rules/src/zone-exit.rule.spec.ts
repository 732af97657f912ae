import { describe, expect, it } from '@jest/globals';
import { instant, minutes, type Millis } from '#libs/kernel';
import { NOON, roundZone, track, world } from '#libs/testkit';
import { isLate } from './episode.js';

const policy = (parameters: object) => ({
  policies: [{ kind: 'zone.exit', version: 4, division: '5203', from: instant(0), parameters }],
});

describe('zone.exit', () => {
  it('is raised when fixes lie outside beyond their error for long enough, and begins with the first of them', () => {
    const [episode] = track().inside(3).outside(120, 3).episodes();
    expect(episode).toMatchObject({ startedAt: NOON + 30_000, confirmedAt: NOON + 50_000, count: 3, ended: null });
    expect(episode?.facts).toMatchObject({ zone: 'home', zoneId: '1', metres: 120, fixes: 3, accuracy: 10 });
  });

  it('is not raised by too few fixes, however long they lie apart', () => {
    expect(track().inside().outside(120).pause(minutes(60)).inside().episodes()).toEqual([]);
  });

  it('is not raised by many fixes in too short a time', () => {
    expect(
      track()
        .inside()
        .outside(120, 2)
        .inside()
        .episodes(world(policy({ dwellSeconds: 600 }))),
    ).toEqual([]);
  });

  it('is not raised by fixes that are nearer to the border than their error', () => {
    expect(track().inside().fixes(19, 20).episodes()).toEqual([]);
  });

  it('starts anew after a fix inside', () => {
    expect(track().outside(120, 2).inside().outside(120, 2).episodes()).toEqual([]);
  });

  it('judges somebody who starts outside', () => {
    expect(track().outside(300, 3).episodes()).toHaveLength(1);
  });

  it('ends with the first of enough fixes inside beyond doubt', () => {
    const [episode] = track().outside(120, 3).fixes(-5, 3).inside(2).episodes();
    expect(episode?.ended).toEqual({ at: NOON + 60_000, reason: 'returned' });
  });

  it('does not end with a single fix inside', () => {
    const [episode] = track().outside(120, 3).inside().outside(120).inside().episodes();
    expect(episode?.ended).toBeNull();
  });

  it('ignores fixes with too large an error and keeps them as evidence', () => {
    const [episode] = track().outside(120, 2).inside(2, { accuracy: 501 }).outside(120).episodes();
    expect(episode?.count).toBe(3);
    expect(episode?.fixes.map((fix) => [fix.used, fix.because])).toEqual([
      [true, 'outside'],
      [true, 'outside'],
      [false, 'accuracy'],
      [false, 'accuracy'],
      [true, 'outside'],
    ]);
  });

  it('ignores fixes of a clock that is not believed', () => {
    const offset = { clockOffset: 900_000 as Millis };
    const kinds = track()
      .outside(5_000, 20, offset)
      .episodes()
      .map(({ kind }) => kind);
    expect(kinds).toEqual(['clock.wrong']);
  });

  it('takes an unknown error for a large one, by source', () => {
    const unknown = { accuracy: null };
    expect(track().outside(190, 9, unknown).episodes()).toEqual([]);
    expect(track().outside(210, 9, unknown).episodes()).toHaveLength(1);
    expect(
      track()
        .outside(900, 9, { ...unknown, source: 'wifi' })
        .episodes(),
    ).toEqual([]);
    expect(
      track()
        .outside(9_000, 9, { ...unknown, source: 'cell' })
        .episodes(),
    ).toEqual([]);
  });

  it('judges by the version of the zone that was valid at the time of the fix', () => {
    const later = instant(NOON + 100_000);
    const smaller = roundZone({ version: 2, from: later, shape: { lat: 27.75, lon: 106.92, radius: 100 } });
    const edited = world({ zones: [roundZone({ to: later }), smaller] });
    const [episode, ...others] = track().inside(20).episodes(edited);
    expect(episode).toMatchObject({ startedAt: later, zone: { version: 2 } });
    expect(others).toEqual([]);
  });

  it('asks only to be inside one of several areas', () => {
    const other = roundZone({ id: '2', name: 'work', shape: { lat: 27.75, lon: 106.9333, radius: 1_000 } });
    expect(
      track()
        .outside(120, 9)
        .episodes(world({ zones: [roundZone(), other] })),
    ).toEqual([]);
  });

  it('falls back on the county where nothing is drawn', () => {
    const county = roundZone({ id: 'division:520303', name: '汇川区' });
    const homes = [{ division: '520303', county, from: instant(0), to: null }];
    const [episode] = track()
      .outside(120, 3)
      .episodes(world({ zones: [], homes }));
    expect(episode?.facts['zone']).toBe('汇川区');
  });

  it('names the policy it was judged by', () => {
    const [episode] = track()
      .outside(120)
      .episodes(world(policy({ minFixes: 1, dwellSeconds: 0 })));
    expect(episode?.versions).toEqual({ rule: 1, policy: 4, zone: 1, order: '3' });
  });

  it('is late when its fixes came more than a minute after they were sure', () => {
    const late = { receivedAt: instant(NOON + 20_000 + 60_001) };
    const [one] = track().outside(120, 3, late).episodes();
    const [other] = track()
      .outside(120, 3, { receivedAt: instant(NOON + 20_000 + 60_000) })
      .episodes();
    expect([one, other].map((episode) => episode && isLate(episode))).toEqual([true, false]);
  });
});
