import type {
  GeoJSONSourceSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import type { PlaceSettings } from '../api/place-settings.js';
import type { Palette } from '../app/palette.js';
import { FONTS } from './fonts.js';
import { selectionLayers } from './selection-layers.js';
import { wristbandLayers } from './wristband-layers.js';

const empty: GeoJSONSourceSpecification = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } };

export const sources = ['counties', 'names', 'zone', 'lines', 'accuracies', 'fixes', 'chosen', 'wristbands'] as const;
export type SourceName = (typeof sources)[number];

/** The whole map as one value: land, borders, what is selected, wristbands. Nothing in it comes from outside. */
export function mapStyle(palette: Palette, place: PlaceSettings): StyleSpecification {
  const url = place.tileUrl ?? undefined;
  return {
    version: 8,
    sources: {
      ...Object.fromEntries(sources.map((name) => [name, empty])),
      wristbands: { ...empty, clusterProperties: { worst: ['max', ['get', 'rank']] } },
      ...(url === undefined ? {} : { tiles: tileSource(url, place.tileAttribution ?? '') }),
    },
    layers: [
      { id: 'background', type: 'background', paint: { 'background-color': palette.page } },
      ...(url === undefined ? landLayers(palette) : [{ id: 'tiles', type: 'raster', source: 'tiles' } as const]),
      ...borderLayers(palette),
      ...selectionLayers(palette),
      ...wristbandLayers(palette),
    ],
  };
}

const tileSource = (url: string, attribution: string): SourceSpecification => ({
  type: 'raster',
  tiles: [url],
  tileSize: 256,
  attribution,
});

function landLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'land',
      type: 'fill',
      source: 'counties',
      paint: { 'fill-color': ['case', ['get', 'home'], palette.homeLand, palette.land], 'fill-antialias': false },
    },
  ];
}

function borderLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'borders',
      type: 'line',
      source: 'counties',
      paint: { 'line-color': palette.border, 'line-width': 1 },
    },
    {
      id: 'home-border',
      type: 'line',
      source: 'counties',
      filter: ['get', 'home'],
      paint: { 'line-color': palette.homeBorder, 'line-width': 1.6 },
    },
    {
      id: 'county-names',
      type: 'symbol',
      source: 'names',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONTS,
        'text-size': ['interpolate', ['linear'], ['zoom'], 7, 11, 11, 15],
        'text-max-width': 7,
      },
      paint: {
        'text-color': ['case', ['get', 'home'], palette.ink, palette.faded],
        'text-halo-color': palette.land,
        'text-halo-width': 1.4,
      },
    },
  ];
}
