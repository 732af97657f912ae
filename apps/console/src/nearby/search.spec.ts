import { describe, expect, it } from '@jest/globals';
import { placeOf, placeText } from './search.js';

describe('a place', () => {
  it('is read as it is written, and however somebody types two numbers', () => {
    const place = { lat: 27.750612, lon: 106.934551 };
    expect(placeOf(placeText(place))).toEqual(place);
    for (const typed of ['27.5,106.9', ' 27.5  106.9 ', '27.5，106.9', '27.5 , 106.9'])
      expect(placeOf(typed)).toEqual({ lat: 27.5, lon: 106.9 });
  });

  it('is not what is no place on Earth', () => {
    for (const typed of ['', '27.5', '27.5,', '106.9, 27.5', '27.5, 190', 'a, b', '27.5, 106.9, 3'])
      expect(placeOf(typed)).toBeUndefined();
  });
});
