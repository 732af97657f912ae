import type { LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../app/palette.js';

/** What the selected alert or dossier shows: its zone, the way taken, the fixes with their errors. */
export function selectionLayers(palette: Palette): LayerSpecification[] {
  const { inclusion, exclusion, interest } = palette.zone;
  return [
    {
      id: 'zone-hatch',
      type: 'fill',
      source: 'zone',
      filter: ['==', ['get', 'kind'], 'exclusion'],
      paint: { 'fill-pattern': 'hatch' },
    },
    {
      id: 'zone-line',
      type: 'line',
      source: 'zone',
      filter: ['!=', ['get', 'kind'], 'interest'],
      paint: {
        'line-color': ['match', ['get', 'kind'], 'exclusion', exclusion, inclusion],
        'line-width': 2,
      },
    },
    {
      id: 'zone-dash',
      type: 'line',
      source: 'zone',
      filter: ['==', ['get', 'kind'], 'interest'],
      paint: { 'line-color': interest, 'line-width': 1.5, 'line-dasharray': [4, 3] },
    },
    {
      id: 'accuracy-fill',
      type: 'fill',
      source: 'accuracies',
      filter: ['get', 'used'],
      paint: { 'fill-color': palette.accent, 'fill-opacity': 0.08 },
    },
    {
      id: 'accuracy-line',
      type: 'line',
      source: 'accuracies',
      filter: ['get', 'used'],
      paint: { 'line-color': palette.accent, 'line-width': 1, 'line-opacity': 0.6 },
    },
    {
      id: 'accuracy-dash',
      type: 'line',
      source: 'accuracies',
      filter: ['!', ['get', 'used']],
      paint: { 'line-color': palette.faded, 'line-width': 1, 'line-dasharray': [3, 3] },
    },
    {
      id: 'way',
      type: 'line',
      source: 'lines',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.accent, 'line-width': 2 },
    },
    {
      id: 'fixes',
      type: 'circle',
      source: 'fixes',
      paint: {
        'circle-radius': 4,
        'circle-color': ['case', ['get', 'used'], palette.accent, palette.paper],
        'circle-stroke-color': palette.accent,
        'circle-stroke-width': 1.5,
      },
    },
  ];
}
