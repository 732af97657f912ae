import type { Feature, FeatureCollection, GeoJsonProperties, Geometry } from 'geojson';
import { polygonsOnMap, type Edge } from './edge.js';
import { boundsOf, circleRing } from './shape-geometry.js';
import type { ShownFix, Subject } from './subject.js';

type Collection = FeatureCollection;
/** A fix is looked at with its surroundings. */
const LAND_METRES = 400;

export interface SubjectFeatures {
  readonly fixes: Collection;
  readonly accuracies: Collection;
  readonly lines: Collection;
  readonly zone: Collection;
}

const collection = (features: Feature[]): Collection => ({ type: 'FeatureCollection', features });
const feature = (geometry: Geometry, properties: GeoJsonProperties = {}): Feature => ({
  type: 'Feature',
  geometry,
  properties,
});

/** What is selected, as the map draws it. */
export function subjectFeatures(subject: Subject | undefined, edge: Edge): SubjectFeatures {
  const at = ({ lon, lat }: ShownFix): [number, number] => edge.in([lon, lat]);
  const fixes = subject?.fixes ?? [];
  const exact = fixes.filter((fix): fix is ShownFix & { accuracy: number } => fix.accuracy !== null);
  return {
    fixes: collection(fixes.map((fix) => feature({ type: 'Point', coordinates: at(fix) }, { used: fix.used }))),
    accuracies: collection(
      exact.map((fix) => {
        const ring = circleRing(fix.lat, fix.lon, fix.accuracy).map((position) => edge.in(position));
        return feature({ type: 'Polygon', coordinates: [ring] }, { used: fix.used });
      }),
    ),
    lines: collection(
      (subject?.stretches ?? [])
        .filter((stretch) => stretch.length > 1)
        .map((stretch) => feature({ type: 'LineString', coordinates: stretch.map(at) })),
    ),
    zone: collection(zoneOf(subject, edge)),
  };
}

function zoneOf(subject: Subject | undefined, edge: Edge): Feature[] {
  const { kind, area, circle } = subject?.zone ?? {};
  if (area) return [feature({ type: 'MultiPolygon', coordinates: polygonsOnMap(edge, area) }, { kind })];
  if (!circle) return [];
  const ring = circleRing(circle.lat, circle.lon, circle.radius, 96).map((position) => edge.in(position));
  return [feature({ type: 'Polygon', coordinates: [ring] }, { kind })];
}

/** Around the place that was asked about, and the fixes of the subject, with some land about them, and their errors when they counted; west, south, east, north on the map. */
export function subjectBounds(subject: Subject, edge: Edge): [number, number, number, number] | undefined {
  const around = (lat: number, lon: number, metres: number) =>
    circleRing(lat, lon, metres, 4).map((position) => edge.in(position));
  const circle = subject.superviseeId === undefined ? subject.zone?.circle : undefined;
  return boundsOf([
    ...subject.fixes.flatMap((fix) =>
      around(fix.lat, fix.lon, Math.max(LAND_METRES, fix.used ? (fix.accuracy ?? 0) : 0)),
    ),
    ...(circle ? around(circle.lat, circle.lon, circle.radius) : []),
  ]);
}
