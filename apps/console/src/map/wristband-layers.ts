import type { LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../app/palette.js';
import { FONTS } from './fonts.js';

/** Names stand beside the marks only where they do not cover one another. */
const NAMES_FROM_ZOOM = 11;

/** Single wristbands by shape, and heaps of them by number and by the worst that is among them. */
export function wristbandLayers(palette: Palette): LayerSpecification[] {
  const { information, warning, serious, critical } = palette.severity;
  return [
    {
      id: 'heaps',
      type: 'circle',
      source: 'wristbands',
      filter: ['has', 'point_count'],
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['get', 'point_count'], 2, 12, 1000, 24],
        'circle-color': palette.paper,
        'circle-stroke-width': ['case', ['>', ['get', 'worst'], 0], 3, 1.5],
        'circle-stroke-color': [
          'match',
          ['get', 'worst'],
          1,
          information,
          2,
          warning,
          3,
          serious,
          4,
          critical,
          palette.normal,
        ],
      },
    },
    {
      id: 'heap-counts',
      type: 'symbol',
      source: 'wristbands',
      filter: ['has', 'point_count'],
      layout: {
        // The worst among them also as a shape: the ring's colour must not carry it alone.
        'text-field': [
          'concat',
          ['match', ['get', 'worst'], 1, '○', 2, '●', 3, '■', 4, '▲', ''],
          ['get', 'point_count_abbreviated'],
        ],
        'text-font': FONTS,
        'text-size': 12,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': palette.ink },
    },
    {
      id: 'wristbands',
      type: 'symbol',
      source: 'wristbands',
      filter: ['!', ['has', 'point_count']],
      layout: {
        'icon-image': ['get', 'image'],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'symbol-sort-key': ['get', 'rank'],
        'text-field': ['step', ['zoom'], '', NAMES_FROM_ZOOM, ['get', 'name']],
        'text-font': FONTS,
        'text-size': 12,
        'text-anchor': 'left',
        'text-offset': [0.9, 0],
        'text-optional': true,
      },
      paint: { 'text-color': palette.ink, 'text-halo-color': palette.land, 'text-halo-width': 1.4 },
    },
    {
      id: 'chosen',
      type: 'circle',
      source: 'chosen',
      paint: {
        'circle-radius': 18,
        'circle-opacity': 0,
        'circle-stroke-color': palette.accent,
        'circle-stroke-width': 2,
      },
    },
  ];
}
