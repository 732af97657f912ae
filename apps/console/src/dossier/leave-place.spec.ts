import { describe, expect, it } from '@jest/globals';
import { placeOf } from './leave-place.js';

describe('the place of a leave', () => {
  it('is a division code, or a point and how far around it', () => {
    expect(placeOf(' 5201 ')).toEqual({ division: '5201' });
    expect(placeOf('520102')).toEqual({ division: '520102' });
    expect(placeOf('26.6, 106.7, 5000')).toEqual({ circle: { lat: 26.6, lon: 106.7, radius: 5000 } });
    expect(placeOf('26.6，106.7，5000')).toEqual({ circle: { lat: 26.6, lon: 106.7, radius: 5000 } });
  });

  it('is nothing else', () => {
    for (const typed of ['', '52010', '贵阳', '26.6, 106.7', '106.7, 26.6, 5000', '26.6, 106.7, 0', '1, 2, 3, 4']) {
      expect(placeOf(typed)).toBeUndefined();
    }
  });
});
