import { describe, expect, it } from '@jest/globals';
import type { Track } from '#libs/protocol';
import { stretchesOf } from './stretches.js';

const at = (minute: number): string => new Date(Date.parse('2026-11-23T06:00:00Z') + minute * 60_000).toISOString();
const fix = (minute: number, used = true): Track['fixes'][number] => ({
  seq: minute,
  at: at(minute),
  receivedAt: at(minute),
  lat: 27.7,
  lon: 106.9,
  accuracy: 8,
  source: 'gnss',
  used,
});
const minutesOf = (track: Track) => stretchesOf(track).map((stretch) => stretch.map(({ seq }) => seq));

describe('stretchesOf', () => {
  it('draws no line across a gap', () => {
    const gap = { from: at(2), to: at(8), because: 'silent' as const, seconds: 360 };
    expect(minutesOf({ fixes: [fix(1), fix(2), fix(8), fix(9)], gaps: [gap] })).toEqual([
      [1, 2],
      [8, 9],
    ]);
  });

  it('goes by the time of the fixes, whatever order they came in, and leaves out what did not count', () => {
    expect(minutesOf({ fixes: [fix(3), fix(1), fix(2, false)], gaps: [] })).toEqual([[1, 3]]);
  });
});
