import { useCallback, useEffect, useMemo } from 'react';
import type { FeatureCollection } from 'geojson';
import { covers } from '#libs/kernel';
import type { Division } from '#libs/protocol';
import { usePlaceSettings } from '../api/place-settings.js';
import { useDivisions } from '../api/queries.js';
import { usePreferences } from '../app/preferences.js';
import { useWatch } from '../app/watch.js';
import { edgeOf, polygonsOnMap, type Edge } from './edge.js';
import { boundsOf, labelPoint } from './shape-geometry.js';
import type { Bounds, Stage } from './stage.js';

interface Counties {
  readonly edge: Edge;
  readonly goHome: () => void;
}

interface OnMap {
  readonly division: Division;
  readonly home: boolean;
  readonly polygons: [number, number][][][];
}

/** The borders and names of the counties, our own among them; and the way back to it. */
export function useCounties(stage: Stage | undefined): Counties {
  const { account } = useWatch();
  const { language } = usePreferences();
  const place = usePlaceSettings();
  const divisions = useDivisions().data;
  const edge = useMemo(() => edgeOf(place?.tileUrl ? (place.tileCrs ?? 'wgs84') : 'wgs84'), [place]);
  const counties = useMemo(
    () => (divisions ?? []).flatMap((division) => onMap(division, account.division, edge)),
    [divisions, account.division, edge],
  );
  const home = useMemo(
    () =>
      boundsOf(counties.filter((county) => county.home).flatMap(({ polygons }) => polygons.flat(2))) as
        Bounds | undefined,
    [counties],
  );
  useEffect(() => {
    stage?.show('counties', areas(counties));
    stage?.show('names', names(counties, language));
  }, [stage, counties, language]);
  useEffect(() => {
    if (stage?.isNew && home) stage.lookAt(home, true);
  }, [stage, home]);
  const goHome = useCallback(() => home && stage?.lookAt(home, false), [stage, home]);
  return { edge, goHome };
}

function onMap(division: Division, jurisdiction: string, edge: Edge): OnMap[] {
  if (!division.geometry) return [];
  // Somebody in charge of a township sees its county as home.
  const home = covers(jurisdiction, division.code) || covers(division.code, jurisdiction);
  return [{ division, home, polygons: polygonsOnMap(edge, division.geometry) }];
}

const areas = (counties: readonly OnMap[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: counties.map(({ home, polygons }) => ({
    type: 'Feature',
    geometry: { type: 'MultiPolygon', coordinates: polygons },
    properties: { home },
  })),
});

const names = (counties: readonly OnMap[], language: string): FeatureCollection => ({
  type: 'FeatureCollection',
  features: counties.flatMap(({ division, home, polygons }) => {
    const coordinates = labelPoint(polygons);
    const name = language === 'en' ? division.nameEn : division.nameZh;
    return coordinates
      ? [{ type: 'Feature' as const, geometry: { type: 'Point' as const, coordinates }, properties: { name, home } }]
      : [];
  }),
});
