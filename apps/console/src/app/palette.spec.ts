import { describe, expect, it } from '@jest/globals';
import { contrast } from './contrast.js';
import { palettes, type Appearance } from './palette.js';

describe.each(['light', 'dark'] as Appearance[])('the %s palette', (appearance) => {
  const palette = palettes[appearance];
  const grounds = [palette.page, palette.paper, palette.raised, palette.selected];
  const words = [palette.ink, palette.faded, palette.accent, palette.normal, ...Object.values(palette.severity)];

  it('has every word readable on every ground (WCAG AA, 4.5)', () => {
    for (const ground of grounds)
      for (const word of words) expect([word, ground, contrast(word, ground) >= 4.5]).toEqual([word, ground, true]);
    expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5);
  });

  it('has the shapes on the map stand out from the land (WCAG AA, 3)', () => {
    const shapes = [
      palette.normal,
      palette.homeBorder,
      ...Object.values(palette.severity),
      ...Object.values(palette.zone),
    ];
    for (const land of [palette.land, palette.homeLand])
      for (const shape of shapes) expect([shape, land, contrast(shape, land) >= 3]).toEqual([shape, land, true]);
  });

  it('has the edges of fields seen (WCAG AA, 3)', () => {
    for (const ground of [palette.paper, palette.raised])
      expect(contrast(palette.edge, ground)).toBeGreaterThanOrEqual(3);
  });
});
