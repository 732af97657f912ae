import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { days, hours, instant, minutes, type Millis } from '#libs/kernel';
import { NOON, roundZone, track, world, type TrackStory } from '#libs/testkit';
import { isLate } from './episode.js';
import type { Observation } from './observation.js';

/** Metres by which an error wanders from one fix to the next. */
const around = fc.double({ min: -4, max: 4, noNaN: true });

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
    expect(track().outside(240, 9, unknown).episodes()).toHaveLength(1);
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
    expect(episode?.versions).toEqual({ rule: 2, policy: 4, zone: 1, order: '3' });
  });

  it('is late when its fixes came more than a minute after they were sure', () => {
    const late = { receivedAt: instant(NOON + 20_000 + 60_001) };
    const [one] = track().outside(120, 3, late).episodes();
    const [other] = track()
      .outside(120, 3, { receivedAt: instant(NOON + 20_000 + 60_000) })
      .episodes();
    expect([one, other].map((episode) => episode && isLate(episode))).toEqual([true, false]);
  });

  it('says how probable it is, of the whole and of each fix', () => {
    const [episode] = track().outside(30, 3, { accuracy: 5 }).outside(120, 2).episodes();
    expect(episode?.facts['probability']).toBe(0.9999);
    expect(episode?.fixes.map(({ probability }) => probability)).toEqual([0.9992, 0.9992, 0.9992, 0.9999, 0.9999]);
  });

  describe('does not take fixes that follow each other for so many witnesses', () => {
    const near = { accuracy: 5 };

    it('in ten minutes of fixes as near as a drift', () => {
      expect(track().outside(25, 60, near).episodes()).toEqual([]);
    });

    it('unless it lasts for longer than drifts do', () => {
      const [episode] = track().outside(25, 240, near).episodes();
      expect(episode?.startedAt).toBe(NOON);
      expect((episode?.confirmedAt ?? 0) - NOON).toBeGreaterThan(minutes(10));
    });

    it('and one that is far out may be a jump', () => {
      expect(track().outside(25, 5, near).outside(900).outside(25, 5, near).episodes()).toEqual([]);
    });

    it('nor is a hole between two of them time outside', () => {
      expect(track().outside(25, 2, near).pause(hours(8)).outside(25, 2, near).episodes()).toEqual([]);
    });
  });

  describe('knows how wrong a wristband has been', () => {
    const drift = (told: TrackStory, metres: number, change: Partial<Observation> = {}): TrackStory =>
      told
        .fixes(-60, 30, LYING)
        .fixes(metres, 5, { ...LYING, ...change })
        .fixes(-60, 30, LYING);
    const LYING = { accuracy: 8 };

    it('and waits where it went off and came back although nobody moved', () => {
      const drifting = drift(track(), -5).fixes(50, 18, LYING);
      expect(drifting.episodes()).toEqual([]);
      expect(track().fixes(-60, 95, LYING).fixes(50, 18, LYING).episodes()).toHaveLength(1);
    });

    it('not where it says itself that it moved', () => {
      expect(drift(track(), -5, { speed: 1.4 }).fixes(50, 18, LYING).episodes()).toHaveLength(1);
    });

    it('and is not taken in by it for ever', () => {
      expect(drift(track(), -5).pause(days(31)).fixes(50, 18, LYING).episodes()).toHaveLength(1);
    });

    it('and believes it all the same when it is far enough out', () => {
      expect(drift(track(), -5).fixes(90, 6, LYING).episodes()).toHaveLength(1);
    });

    it('and learns nothing from coming back of an exit', () => {
      const twice = track().fixes(-60, 30, LYING).fixes(50, 18, LYING).fixes(-60, 30, LYING).fixes(50, 18, LYING);
      expect(twice.episodes()).toHaveLength(2);
    });

    it('and takes one that scatters by more than it claims for as wrong as it is', () => {
      const claimed = { accuracy: 4 };
      const out = (told: TrackStory): TrackStory =>
        told.fixes(100, 5, claimed).fixes(15, 1, claimed).fixes(100, 1, claimed);
      const scattering = track();
      for (let turn = 0; turn < 60; turn++) scattering.fixes(-170, 1, claimed).fixes(-190, 1, claimed);
      const [episode] = out(scattering).episodes();
      expect(episode?.fixes.at(-2)).toMatchObject({ used: false, because: 'history' });
      const [steady] = out(track().fixes(-180, 120, claimed)).episodes();
      expect(steady?.fixes.at(-2)).toMatchObject({ used: true, because: 'outside' });
    });

    it('but of another wristband nothing', () => {
      const other = { ...LYING, deviceId: 'WB-18' };
      expect(drift(track(), -5).fixes(-60, 30, other).fixes(50, 18, other).episodes()).toHaveLength(1);
    });
  });

  it('is not argued away by a fix that may lie anywhere', () => {
    const cell = { accuracy: 400, source: 'cell' };
    const [episode] = track().outside(120, 2).fixes(-30, 3, cell).outside(120, 2).episodes();
    expect(episode).toMatchObject({ startedAt: NOON, count: 4 });
  });

  it('judges somebody around whom a zone is drawn that he is not in from then on', () => {
    const drawn = instant(NOON + 95_000);
    const zones = [
      roundZone({ to: drawn }),
      roundZone({ version: 2, from: drawn, shape: { lat: 27.8, lon: 107, radius: 500 } }),
    ];
    const [episode, ...others] = track().inside(20).episodes(world({ zones }));
    expect(episode).toMatchObject({ startedAt: NOON + 100_000, zone: { version: 2 } });
    expect(others).toEqual([]);
  });

  it('ends with the first fix inside of somebody who came back while nothing was heard', () => {
    const [episode] = track().outside(120, 4).pause(hours(5)).inside(2).episodes();
    expect(episode?.ended).toEqual({ at: NOON + 40_000 + hours(5), reason: 'returned' });
  });

  it('begins with the first fix outside of somebody who left while nothing was heard', () => {
    const [episode] = track().inside(4).pause(hours(5)).outside(120, 4).episodes();
    expect(episode?.startedAt).toBe(NOON + 40_000 + hours(5));
  });

  it('says nothing of a way between two fixes inside: nobody knows which way it was', () => {
    const dumbbell = [roundZone(), roundZone({ id: '2', shape: { lat: 27.75, lon: 106.96, radius: 1_000 } })];
    const told = track().inside(3).pause(minutes(5)).fixes(3_500, 3);
    expect(told.episodes(world({ zones: dumbbell }))).toEqual([]);
  });

  it('is never raised by errors that hold on, nine in ten within ten metres, of who stays twenty metres inside', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(around, around), { minLength: 60, maxLength: 240 }), (steps) => {
        const told = track();
        let [east, north] = [0, 0];
        for (const [a, b] of steps) {
          [east, north] = [0.9 * east + a, 0.9 * north + b];
          told.fixes(-20 + Math.max(-19, Math.min(19, Math.hypot(east, north) * Math.sign(east))), 1, { accuracy: 7 });
        }
        expect(told.episodes()).toEqual([]);
      }),
    );
  });
});
