import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { after, hours, instant, superviseeId, type SuperviseeId } from '#libs/kernel';
import { deliveries, EngineInMemory, NOON, pointOutside, stories, roundZone, track, world } from '#libs/testkit';
import { policySchemas } from './policy.js';
import { anyRules, foldedRules } from './catalogue.js';
import { advance, advanceAll, newTrack, RuleFault } from './engine.js';
import type { Observation } from './observation.js';

/** Whoever is outside is where he must not be, in the afternoon not where he must be, and after two hours on leave. */
const afternoon = { weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '12:10', to: '18:00' }] };
const near = { travelMetres: 1_000, dwellSeconds: 20, minFixes: 2 };
const somewhere = world({
  zones: [roundZone(), roundZone({ id: '3', schedule: afternoon })],
  leaves: [
    {
      id: '5',
      place: { name: 'there', shapes: [{ lat: 27.75, lon: 106.87, radius: 1_000 }] },
      from: after(NOON, hours(2)),
      due: after(NOON, hours(20)),
      to: after(NOON, hours(20)),
      closed: null,
    },
  ],
  policies: [{ kind: 'leave.deviation', version: 1, division: '', from: instant(0), parameters: near }],
  exclusions: [roundZone({ id: '2', kind: 'exclusion', shape: { ...pointOutside(150), radius: 110 } })],
});

function standingAfter(batches: readonly (readonly Observation[])[]) {
  const engine = new EngineInMemory(somewhere);
  for (const batch of batches) engine.take(batch);
  return engine.standing;
}

describe('the engine', () => {
  it('finds the same alerts however records are ordered, repeated and batched', () => {
    fc.assert(
      fc.property(deliveries, ({ records, batches }) => {
        expect(standingAfter(batches)).toEqual(standingAfter([records]));
      }),
      { numRuns: 400 },
    );
  });

  it('is asked about stories in which every kind occurs', () => {
    const told = fc.sample(stories, { numRuns: 1_500, seed: 1 });
    const kinds = new Set(
      told.flatMap((records) => advanceAll(newTrack(), records, somewhere).episodes).map(({ kind }) => kind),
    );
    expect(foldedRules.map((rule) => rule.kind).filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('leaves nobody out whom an observation concerns', () => {
    fc.assert(
      fc.property(stories, (records) => {
        for (const seen of records) {
          for (const rule of anyRules) {
            if (rule.concerns?.(seen, world()) !== false) continue;
            expect([rule.kind, rule.step(rule.start, seen, world())]).toEqual([rule.kind, { state: rule.start }]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('finds in one fold what it finds record by record', () => {
    fc.assert(
      fc.property(stories, (records) => {
        expect(standingAfter(records.map((record) => [record]))).toEqual(standingAfter([records]));
      }),
    );
  });

  it('judges everybody alone, in whatever order people come', () => {
    const people = ['5', '10', '17'].map((id) => superviseeId(id));
    // The smaller ones are left by who is inside the larger ones.
    const shapeOf = (id: SuperviseeId) => ({ lat: 27.75, lon: 106.92, radius: Number(id) * 60 });
    const of = (id: SuperviseeId) => world({ superviseeId: id, zones: [roundZone({ id, shape: shapeOf(id) })] });
    const mixed = fc
      .tuple(stories, stories, stories)
      .map((told) => told.flatMap((one, index) => one.map((seen) => ({ ...seen, superviseeId: people[index] }))))
      .chain((all) => fc.shuffledSubarray(all as Observation[], { minLength: all.length, maxLength: all.length }));
    fc.assert(
      fc.property(mixed, (records) => {
        const engines = new Map(people.map((id) => [id, new EngineInMemory(of(id))]));
        for (const record of records) engines.get(record.superviseeId)?.take([record]);
        for (const [id, engine] of engines) {
          const alone = new EngineInMemory(of(id));
          alone.take(records.filter((record) => record.superviseeId === id));
          expect(engine.standing).toEqual(alone.standing);
        }
      }),
    );
  });

  it('judges nothing from before a zone was edited by what it is now', () => {
    fc.assert(
      fc.property(stories, fc.nat(400), fc.integer({ min: 50, max: 2_000 }), (records, second, radius) => {
        const edit = instant(NOON + second * 1_000);
        const edited = roundZone({ version: 2, from: edit, shape: { lat: 27.75, lon: 106.92, radius } });
        const then = records.filter((record) => record.at < edit);
        const later = advanceAll(newTrack(), then, world({ zones: [roundZone({ to: edit }), edited] }));
        expect(later).toEqual(advanceAll(newTrack(), then, world()));
      }),
    );
  });

  it('loses no alert that it once raised', () => {
    fc.assert(
      fc.property(deliveries, ({ batches }) => {
        const engine = new EngineInMemory(world());
        for (const batch of batches) {
          const before = [...engine.alerts.keys()];
          engine.take(batch);
          expect([...engine.alerts.keys()]).toEqual(expect.arrayContaining(before));
        }
      }),
    );
  });

  it('ends an alert as contradicted when late fixes show that somebody was inside', () => {
    const { records } = track().outside(120).inside(1).outside(120, 1).inside(2);
    const [first, inside, last, ...back] = records as [Observation, Observation, Observation];
    const engine = new EngineInMemory(world());
    engine.take([first, last]);
    expect(engine.standing).toHaveLength(1);
    engine.take([inside, ...(back as Observation[])]);
    expect(engine.standing).toEqual([]);
    expect(engine.changes.map((change) => change.is)).toEqual(['opened', 'contradicted']);
  });

  it('moves the start of an alert when an earlier fix comes late', () => {
    const { records } = track().inside().outside(120, 4);
    const engine = new EngineInMemory(world());
    engine.take(records.filter((_, index) => index !== 1));
    engine.take(records.slice(1, 2));
    expect(engine.changes.at(-1)).toMatchObject({ is: 'revised', reason: 'start-moved' });
    expect(engine.standing.map((alert) => alert.episode)).toEqual([`zone.exit:17:${NOON + 10_000}`]);
  });

  it('leaves an alert alone that goes on from before the records that are judged anew', () => {
    const { records } = track().outside(120, 3).event('nofix').event('nofix');
    const [hidden, last] = records.slice(3) as [Observation, Observation];
    const engine = new EngineInMemory(world());
    engine.take(records.slice(0, 3));
    engine.take([last]);
    engine.take([hidden]);
    expect(engine.changes.map((change) => change.is)).toEqual(['opened']);
  });

  it('is not changed by the same observation again', () => {
    const [fix] = track().outside(120).records as [Observation];
    const { track: after } = advance(newTrack(), fix, world());
    expect(advance(after, fix, world())).toEqual({ track: after, episodes: [] });
  });

  it('does not fold an observation in after a later one', () => {
    const [early, late] = track().inside(2).records as [Observation, Observation];
    const { track: after } = advance(newTrack(), late, world());
    expect(() => advance(after, early, world())).toThrow(RangeError);
  });

  it('finds what falls due at the very time of a record', () => {
    const told = track().inside();
    // A record every ten seconds, for longer than the half hour without a fix: one of them comes when it is over.
    for (let left = 200; left > 0; left--) told.event('nofix');
    const found = told.episodes().filter(({ kind }) => kind === 'device.no_position');
    expect(found.map(({ confirmedAt }) => confirmedAt)).toEqual([NOON + 1_800_000]);
  });

  it('says which rule failed, and at which record', () => {
    const broken = world({
      policies: [{ kind: 'zone.exit', version: 1, division: '', from: NOON, parameters: { sigma: 'two' } }],
    });
    expect(policySchemas['zone.exit'].safeParse({ sigma: 'two' }).success).toBe(false);
    expect(() => advanceAll(newTrack(), track().inside().records, broken)).toThrow(RuleFault);
  });
});
