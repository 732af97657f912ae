import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { moved, wgs84 } from '#libs/geo';
import { after, hours, instant, minutes, type Instant } from '#libs/kernel';
import {
  deliveries,
  EngineInMemory,
  NOON,
  pointOutside,
  roundZone,
  stories,
  track,
  world,
  type TrackStory,
} from '#libs/testkit';
import { advanceAll, lookAhead, newTrack } from './engine.js';
import { episodeId, type Episode } from './episode.js';
import { coveredByLeave } from './leave.js';
import type { Leave, World } from './world.js';

const home = wgs84(27.75, 106.92);
const GAP = 100_000;
/** A place of five kilometres, a hundred kilometres east of the border of the zone. */
const there = moved(home, 1_000 + GAP + 5_000, 0);
/** So far to the north of home, off any way. */
const north = (metres: number) => {
  const { lat, lon } = moved(home, 0, metres);
  return { lat, lon };
};

function leave(change: Partial<Leave> = {}): Leave {
  const due = change.due ?? after(NOON, hours(10));
  const closed = change.closed ?? null;
  return {
    id: '7',
    place: { name: '贵阳', shapes: [{ lat: there.lat, lon: there.lon, radius: 5_000 }] },
    from: NOON,
    due,
    to: closed !== null && closed.at < due ? closed.at : due,
    closed,
    ...change,
  };
}
const on = (change: Partial<Leave> = {}): World => world({ leaves: [leave(change)] });

function foundBy(story: TrackStory, until: Instant, of: World): Episode[] {
  const { track: at, episodes } = advanceAll(newTrack(), story.records, of);
  const all = [...episodes, ...lookAhead(at, until, of).episodes];
  return [...new Map(all.map((episode) => [episodeId(episode), episode])).values()];
}
const kindsOf = (episodes: readonly Episode[]) => episodes.map(({ kind }) => kind);

describe('an approved leave', () => {
  const covered = (lat: number, lon: number, at = NOON, of = on()) => coveredByLeave(of, at, lat, lon) !== undefined;

  it('permits its place, the way there with a detour, and what lies next to home', () => {
    expect(covered(there.lat, there.lon)).toBe(true);
    const { lat, lon } = moved(home, 50_000, 0);
    expect(covered(lat, lon)).toBe(true);
    expect(covered(pointOutside(9_000).lat, pointOutside(9_000).lon)).toBe(true);
    const aside = moved(wgs84(lat, lon), 0, 40_000);
    expect(covered(aside.lat, aside.lon)).toBe(true);
  });

  it('permits nothing behind either, or far off the way', () => {
    const behind = moved(home, -60_000, 0);
    expect(covered(behind.lat, behind.lon)).toBe(false);
    expect(covered(north(120_000).lat, north(120_000).lon)).toBe(false);
  });

  it('permits nothing before its time, at its end, or after it was withdrawn', () => {
    expect(covered(there.lat, there.lon, instant(NOON - 1))).toBe(false);
    expect(covered(there.lat, there.lon, after(NOON, hours(10)))).toBe(false);
    const withdrawn = on({ closed: { at: after(NOON, hours(1)), how: 'withdrawn' } });
    expect(covered(there.lat, there.lon, after(NOON, minutes(59)), withdrawn)).toBe(true);
    expect(covered(there.lat, there.lon, after(NOON, hours(1)), withdrawn)).toBe(false);
  });
});

describe('zone.exit', () => {
  it('is not raised where leave covers place and time, and is where it does not', () => {
    const outside = () => track().outside(120, 20);
    expect(kindsOf(outside().episodes(on()))).toEqual([]);
    expect(kindsOf(outside().episodes(on({ from: after(NOON, hours(1)) })))).toEqual(['zone.exit']);
  });

  it('ends as permitted when leave is approved meanwhile, with the fixes that it covers in the evidence', () => {
    const [exit] = track()
      .outside(120, 20)
      .episodes(on({ from: after(NOON, minutes(1)) }));
    expect(exit?.ended).toEqual({ at: after(NOON, minutes(1)), reason: 'permitted' });
    expect(exit?.fixes.at(-1)).toMatchObject({ because: 'leave', metresOutside: 120 });
  });

  it('is raised again when the leave is over and nobody came back', () => {
    const story = track().outside(120, 3).pause(hours(11)).outside(120, 5);
    const kinds = kindsOf(story.episodes(on({ closed: { at: after(NOON, hours(10)), how: 'reported_back' } })));
    expect(kinds).toEqual(['zone.exit']);
  });
});

describe('zone.absent', () => {
  it('asks nothing of somebody on leave, and asks again when it is over', () => {
    const weekly = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '12:00', to: '23:00' }];
    const zones = [roundZone(), roundZone({ id: '2', schedule: { weekly } })];
    const story = track().outside(120, 20);
    const of = world({ zones, leaves: [leave({ closed: { at: after(NOON, hours(1)), how: 'reported_back' } })] });
    const [absent, ...others] = foundBy(story, after(NOON, hours(2)), of);
    expect(absent).toMatchObject({ kind: 'zone.absent', startedAt: after(NOON, hours(1)) });
    expect(others).toEqual([]);
  });
});

describe('leave.deviation', () => {
  const elsewhere = (fixes: number, metres = 150_000) =>
    track()
      .inside(2)
      .fixes(0, fixes, { ...north(metres) });
  const only = (episodes: readonly Episode[]) => episodes.filter(({ kind }) => kind === 'leave.deviation');

  it('is raised after ten minutes elsewhere, and begins with the first fix there', () => {
    const [episode, ...others] = only(elsewhere(70).episodes(on()));
    expect(episode).toMatchObject({
      startedAt: NOON + 20_000,
      confirmedAt: NOON + 20_000 + 600_000,
      facts: { place: '贵阳', leaveId: '7' },
      versions: { leave: '7' },
      ended: null,
    });
    expect(others).toEqual([]);
  });

  it('is not raised by less, at home, on the way, there, or by somebody without leave', () => {
    expect(only(elsewhere(60).episodes(on()))).toEqual([]);
    expect(only(track().inside(80).episodes(on()))).toEqual([]);
    expect(only(track().outside(50_000, 80).outside(105_000, 80).episodes(on()))).toEqual([]);
    expect(only(elsewhere(80).episodes(on({ from: after(NOON, hours(1)) })))).toEqual([]);
  });

  it('is not raised by fixes that are nearer to what is permitted than their error', () => {
    const far = { ...pointOutside(-1_000), accuracy: 499 };
    const behind = moved(home, -(1_000 + 29_960), 0);
    expect(
      only(
        track()
          .fixes(0, 80, { ...far, lat: behind.lat, lon: behind.lon })
          .episodes(on()),
      ),
    ).toEqual([]);
    expect(
      only(
        track()
          .fixes(0, 80, { ...far, accuracy: 40, lat: behind.lat, lon: behind.lon })
          .episodes(on()),
      ),
    ).toHaveLength(1);
  });

  it('ends with the first of two fixes back, or with the leave, heard or not', () => {
    const story = elsewhere(70).inside(2);
    expect(only(story.episodes(on()))[0]?.ended).toEqual({ at: story.records.at(-2)?.at, reason: 'returned' });
    const silent = foundBy(elsewhere(70), after(NOON, hours(11)), on());
    expect(only(silent)[0]?.ended).toEqual({ at: after(NOON, hours(10)), reason: 'leave-over' });
  });
});

describe('leave.overdue', () => {
  const due = after(NOON, hours(10));
  const only = (episodes: readonly Episode[]) => episodes.filter(({ kind }) => kind === 'leave.overdue');
  const until = after(due, hours(5));

  it('is raised an hour after the end, though nothing is heard, and not before', () => {
    expect(only(foundBy(track().inside(2), after(due, hours(1)), on()))).toEqual([]);
    expect(only(foundBy(track().inside(2), until, on()))).toMatchObject([
      { startedAt: after(due, hours(1)), ended: null, facts: { leaveId: '7', place: '贵阳' } },
    ]);
  });

  it('is raised by a record that comes exactly then', () => {
    const story = track()
      .inside(1)
      .pause(instant(hours(11) - 10_000) as never)
      .event('nofix');
    expect(only(story.episodes(on()))).toMatchObject([{ startedAt: after(due, hours(1)) }]);
  });

  it('is not raised when it was reported back from, or withdrawn, in time', () => {
    for (const how of ['reported_back', 'withdrawn'] as const) {
      expect(only(foundBy(track().inside(2), until, on({ closed: { at: after(due, hours(1)), how } })))).toEqual([]);
    }
  });

  it('ends with the report, not with the return', () => {
    const home = track().inside(1).pause(hours(12)).inside(20);
    expect(only(foundBy(home, until, on()))[0]?.ended).toBeNull();
    const reported = on({ closed: { at: after(due, hours(3)), how: 'reported_back' } });
    expect(only(foundBy(home, until, reported))[0]?.ended).toEqual({
      at: after(due, hours(3)),
      reason: 'reported-back',
    });
  });
});

describe('leave and the engine', () => {
  it('finds the same however records are ordered, repeated and batched', () => {
    const raised = new Set<string>();
    // A way without tolerance, so that the stories' hundred metres are elsewhere.
    const parameters = { travelMetres: 0, detour: 1, dwellSeconds: 20 };
    const place = { name: 'south', shapes: [{ lat: 27.6, lon: 106.92, radius: 1_000 }] };
    const of = world({
      policies: [{ kind: 'leave.deviation', version: 1, division: '', from: instant(0), parameters }],
      leaves: [leave({ place, from: after(NOON, minutes(1)), due: after(NOON, hours(30)) })],
    });
    const standing = (batches: Parameters<EngineInMemory['take']>[0][]) => {
      const engine = new EngineInMemory(of);
      for (const batch of batches) engine.take(batch);
      engine.pass(after(NOON, hours(24 * 30)));
      for (const { episode } of engine.standing) raised.add(episode.split(':')[0] ?? '');
      return engine.standing;
    };
    fc.assert(
      fc.property(deliveries, ({ records, batches }) => {
        expect(standing(batches)).toEqual(standing([records]));
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(stories, (records) => {
        expect(standing(records.map((record) => [record]))).toEqual(standing([records]));
      }),
    );
    expect([...raised]).toEqual(expect.arrayContaining(['leave.deviation', 'leave.overdue', 'zone.exit']));
  });
});
