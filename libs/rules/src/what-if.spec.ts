import { describe, expect, it } from '@jest/globals';
import { instant, minutes } from '#libs/kernel';
import { NOON, pointOutside, roundZone, track, world } from '#libs/testkit';
import { advanceAll, newTrack } from './engine.js';
import type { Observation } from './observation.js';
import { readParameters, rulesConcerned, type SupposedDrawing, type Supposition } from './supposition.js';
import { added, foundOf, type Found } from './tally.js';
import { WhatIf } from './what-if.js';
import type { World } from './world.js';

const END = instant(NOON + minutes(60));
const walk = track().inside(3).outside(120, 30).inside(5).records;

const tried = (
  supposition: Supposition,
  { records = walk, of = world(), onFile = [] as Found[], from = instant(NOON) } = {},
) => new WhatIf(supposition).judge({ world: of, from, until: END, onFile }, records);
const judged = (parameters: object, records: readonly Observation[] = walk, of?: World) =>
  tried(
    { is: 'policy', kind: 'zone.exit', division: '5203', parameters: { ...parameters } },
    { records: [...records], ...(of && { of }) },
  );
const ofExit = (parameters: object) => judged(parameters).kinds.find(({ kind }) => kind === 'zone.exit');

const drawn = (radius: number, change: Partial<SupposedDrawing> = {}): SupposedDrawing => {
  const { name, kind, buffer, schedule, shape } = roundZone();
  return { name, kind, buffer, schedule, shape: { ...shape, radius }, ...change };
};

describe('what if', () => {
  it('finds no difference between a policy and itself', () => {
    expect(ofExit({})).toEqual({ kind: 'zone.exit', before: 1, after: 1, raised: 0, gone: 0, changed: 0 });
  });

  it('shows what would not be found any more, and what would be found', () => {
    expect(ofExit({ dwellSeconds: 3_600 })).toMatchObject({ before: 1, after: 0, gone: 1, raised: 0 });
    const short = track().inside(3).outside(120, 2).inside(5).records;
    const { examples } = judged({ dwellSeconds: 0 }, short);
    expect(examples).toMatchObject([{ is: 'raised', before: null, after: { from: NOON + 30_000 } }]);
  });

  it('shows what both find at other times', () => {
    const { examples } = judged({ dwellSeconds: 120 });
    expect(examples).toMatchObject([
      { is: 'changed', before: { from: NOON + 30_000, sureAt: NOON + 50_000 }, after: { sureAt: NOON + 150_000 } },
    ]);
  });

  it('leaves a division that has a policy of its own as it is', () => {
    const own = { kind: 'zone.exit', version: 9, division: '520303', from: instant(0), parameters: {} };
    const higher = { ...own, division: '52' };
    expect(judged({ dwellSeconds: 3_600 }, walk, world({ policies: [own] })).examples).toEqual([]);
    expect(judged({ dwellSeconds: 3_600 }, walk, world({ policies: [higher] })).examples).toMatchObject([
      { is: 'gone' },
    ]);
  });

  it('tries a zone drawn otherwise, while it was in force', () => {
    const wider = { is: 'zone', zoneId: '1', drawing: drawn(2_000) } as const;
    const ended = world({ zones: [roundZone({ to: instant(NOON - minutes(1)) }), roundZone({ id: '4' })] });
    expect(tried(wider).examples).toMatchObject([{ is: 'gone', kind: 'zone.exit', before: { from: NOON + 30_000 } }]);
    expect(tried(wider, { of: ended }).examples).toEqual([]);
    const narrower = { is: 'zone', zoneId: '1', drawing: drawn(300) } as const;
    expect(tried(narrower, { records: track().inside(30).records }).examples).toMatchObject([
      { is: 'raised', kind: 'zone.exit', before: null, after: { from: NOON } },
    ]);
  });

  it('tries a zone that there was not, and none where there was one', () => {
    const shape = { ...pointOutside(120), radius: 60 };
    const forbidden = { is: 'zone', zoneId: null, drawing: drawn(0, { kind: 'exclusion', shape }) } as const;
    expect(tried(forbidden).examples).toMatchObject([
      { is: 'raised', kind: 'zone.entry', after: { from: NOON + 30_000 } },
    ]);
    const none = { is: 'zone', zoneId: '1', drawing: null } as const;
    expect(tried(none).examples).toMatchObject([{ is: 'gone', kind: 'zone.exit' }]);
  });

  it('tries a rule as it is now beside what is on file', () => {
    const rule = { is: 'rule', kind: 'zone.exit' } as const;
    const [exit] = advanceAll(newTrack(), walk, world())
      .episodes.filter(({ kind }) => kind === 'zone.exit')
      .map(foundOf);
    if (exit === undefined) throw new Error('nobody left');
    expect(tried(rule, { onFile: [exit] }).kinds).toEqual([
      { kind: 'zone.exit', before: 1, after: 1, raised: 0, gone: 0, changed: 0 },
    ]);
    expect(tried(rule).examples).toMatchObject([{ is: 'raised', before: null }]);
    const other = { ...exit, from: instant(NOON + minutes(30)), to: instant(NOON + minutes(31)), episode: 'old' };
    expect(tried(rule, { onFile: [exit, other] }).examples).toMatchObject([
      { is: 'gone', episode: 'old', after: null },
    ]);
    // It began before the time that is looked at, and is not judged by what is in it.
    const from = instant(NOON + minutes(2));
    const records = walk.filter(({ at }) => at >= from);
    expect(tried(rule, { records, from, onFile: [exit] }).examples).toEqual([]);
  });

  it('counts everybody and keeps some of each to look at', () => {
    const one = judged({ dwellSeconds: 3_600 });
    const all = Array.from({ length: 50 }).reduce<typeof one>((sum) => added(sum, one), added(null, one));
    expect(all.kinds.find(({ kind }) => kind === 'zone.exit')).toMatchObject({ before: 51, gone: 51 });
    expect(all.examples).toHaveLength(20);
  });

  it('refuses parameters that nobody knows', () => {
    const { error } = readParameters('zone.exit', { sigma: 'two', dwelSeconds: 3 });
    expect(error?.issues.map(({ path, code }) => [path.join('/'), code])).toEqual([
      ['sigma', 'invalid_type'],
      ['', 'unrecognized_keys'],
    ]);
  });

  it('judges every kind again to which it makes a difference', () => {
    const kinds = (supposition: Supposition) => rulesConcerned(supposition).map(({ kind }) => kind);
    const policy = { is: 'policy', kind: 'zone.exit', division: '52', parameters: {} } as const;
    expect(kinds(policy)).toEqual(['zone.exit', 'zone.entry', 'zone.absent', 'zone.approach', 'leave.deviation']);
    expect(kinds({ ...policy, kind: 'leave.deviation' })).toEqual(['zone.exit', 'leave.deviation']);
    expect(kinds({ ...policy, kind: 'device.silent' })).toEqual([]);
    expect(kinds({ is: 'rule', kind: 'zone.exit' })).toEqual(['zone.exit']);
    expect(kinds({ is: 'zone', zoneId: '1', drawing: null })).toContain('device.no_position');
  });

  it('never judges long without a pause', () => {
    const change = { is: 'policy', kind: 'zone.exit', division: '5203', parameters: { dwellSeconds: 3_600 } } as const;
    const trial = new WhatIf(change).begin({ world: world(), from: instant(NOON), until: END, onFile: [] });
    const slices = [...trial.take(track().inside(700).outside(120, 700).records)];
    expect(slices).toHaveLength(6);
  });
});
