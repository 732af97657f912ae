import type { Feature as GeoFeature, FeatureCollection, Point } from 'geojson';
import type { AlertSummary, LivePosition, Severity } from '#libs/protocol';
import { needsSomebody } from '../queue/board.js';
import { severityRank } from '../queue/order.js';
import type { Edge } from './edge.js';

/** How old a position is: within three reporting intervals, older, or so old that the platform has called it silence. */
export type Freshness = 'live' | 'stale' | 'silent';
export type Shape = Severity | 'normal';

/** More than this many intervals without a position is no longer "now". */
const STALE_INTERVALS = 3;

export interface Condition {
  readonly shape: Shape;
  readonly freshness: Freshness;
}

/** What goes on for each supervisee, of what is not over. */
export function ongoing(alerts: Iterable<AlertSummary>): ReadonlyMap<string, readonly AlertSummary[]> {
  const found = new Map<string, AlertSummary[]>();
  for (const alert of alerts) {
    if (!needsSomebody(alert) || alert.endedAt !== null) continue;
    found.set(alert.superviseeId, [...(found.get(alert.superviseeId) ?? []), alert]);
  }
  return found;
}

/** `now` in epoch milliseconds by the server's clock. */
export function conditionOf(position: LivePosition, alerts: readonly AlertSummary[], now: number): Condition {
  const worst = [...alerts].sort((a, b) => severityRank[a.severity] - severityRank[b.severity])[0];
  const age = now - Date.parse(position.receivedAt);
  const silent = alerts.some((alert) => alert.kind === 'device.silent');
  const stale = age > STALE_INTERVALS * position.intervalSeconds * 1_000;
  return { shape: worst?.severity ?? 'normal', freshness: silent ? 'silent' : stale ? 'stale' : 'live' };
}

export const imageOf = ({ shape, freshness }: Condition): string => `${shape}-${freshness}`;

type Wristband = GeoFeature<Point, { id: string; name: string; image: string; rank: number }>;

/** Every wristband of the area as the map draws it; the worst on top. */
export function wristbandFeatures(
  positions: Iterable<LivePosition>,
  alerts: ReadonlyMap<string, readonly AlertSummary[]>,
  now: number,
  edge: Edge,
): FeatureCollection<Point, Wristband['properties']> {
  const features: Wristband[] = [];
  for (const position of positions) {
    const condition = conditionOf(position, alerts.get(position.superviseeId) ?? [], now);
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: edge.in([position.lon, position.lat]) },
      properties: {
        id: position.superviseeId,
        name: position.name,
        image: imageOf(condition),
        rank: condition.shape === 'normal' ? 0 : 4 - severityRank[condition.shape],
      },
    });
  }
  return { type: 'FeatureCollection', features };
}
