import { describe, expect, it } from '@jest/globals';
import type { Zone } from '#libs/protocol';
import { parametersOf, periodOf, policyWith, zoneChange } from './trial.js';

const policy = { sigma: 2, unknownAccuracy: { gnss: 100, cell: 1_500 } };
const zone: Zone = {
  id: '4',
  version: 2,
  name: '学校',
  kind: 'exclusion',
  geometry: null,
  circle: { lat: 27.7, lon: 106.9, radius: 300 },
  buffer: 50,
  supervisees: ['7'],
  division: null,
  schedule: null,
  validFrom: '2026-11-01T00:00:00.000+08:00',
};
const typed = { gone: false, name: '', kind: 'exclusion', extent: '', buffer: '200' } as const;

describe('a trial that is filled in', () => {
  it('has the numbers of a policy in one list, and puts them back where they were', () => {
    expect(parametersOf(policy).map(({ name }) => name)).toEqual([
      'sigma',
      'unknownAccuracy.gnss',
      'unknownAccuracy.cell',
    ]);
    expect(policyWith(policy, { 'unknownAccuracy.cell': ' 800 ' })).toEqual({
      sigma: 2,
      unknownAccuracy: { gnss: 100, cell: 800 },
    });
    expect(policyWith(policy, { sigma: '' })).toBeUndefined();
    expect(policyWith(policy, { 'unknownAccuracy.cell': 'far' })).toBeUndefined();
  });

  it('leaves of an area what was not typed as it is', () => {
    const { name, kind, circle } = zone;
    expect(zoneChange(zone, typed)).toEqual({ is: 'zone', zoneId: '4', drawing: { name, kind, circle, buffer: 200 } });
    const elsewhere = { ...typed, extent: '27.8, 107, 500' };
    expect(zoneChange(zone, elsewhere)).toMatchObject({ drawing: { circle: { lat: 27.8, lon: 107, radius: 500 } } });
    expect(zoneChange(zone, { ...typed, extent: '520303' })).toBeUndefined();
    expect(zoneChange(zone, { ...typed, gone: true })).toEqual({ is: 'zone', zoneId: '4', drawing: null });
  });

  it('wants a name and an extent of a new area, and a zone where there is to be none', () => {
    expect(zoneChange(undefined, { ...typed, extent: '27.8 107 500' })).toBeUndefined();
    expect(zoneChange(undefined, { ...typed, name: '操场', extent: '27.8 107 500' })).toMatchObject({
      zoneId: null,
      drawing: { name: '操场', kind: 'exclusion', buffer: 200 },
    });
    expect(zoneChange(undefined, { ...typed, gone: true })).toBeUndefined();
  });

  it('reads a period as the clock on the wall shows it', () => {
    expect(periodOf('2026-11-01', '2026-11-08 12:00')).toEqual({
      from: '2026-10-31T16:00:00.000Z',
      to: '2026-11-08T04:00:00.000Z',
    });
    expect(periodOf('2026-11-08', '2026-11-01')).toBeUndefined();
  });
});
