import { describe, expect, it } from '@jest/globals';
import { shownZone } from './zone-of-alert.js';

const geometry = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [106, 27],
      [107, 27],
      [107, 28],
      [106, 27],
    ] as [number, number][],
  ],
};
const circle = { lat: 27.7, lon: 106.9, radius: 500 };
const evidence = (id: string) => ({ id, version: 1, name: '汇川区', kind: 'inclusion' });

describe('shownZone', () => {
  it('is the border of the county where no zone was drawn', () => {
    expect(shownZone(evidence('division:520303'), [], [{ code: '520303', geometry }])).toEqual({
      kind: 'inclusion',
      area: geometry,
    });
  });

  it('is the zone itself where one was', () => {
    const drawn = { id: '7', kind: 'exclusion' as const, geometry: null, circle };
    expect(shownZone(evidence('7'), [drawn], [])).toEqual({ kind: 'exclusion', circle });
  });

  it('is nothing when there is none, or it cannot be had any more', () => {
    expect([shownZone(null, [], []), shownZone(evidence('8'), [], [])]).toEqual([undefined, undefined]);
  });
});
