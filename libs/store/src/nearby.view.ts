import { instant, superviseeId, type Instant, type SuperviseeId } from '#libs/kernel';
import { statement, type Database } from './statement.js';
import type { Span } from './track.view.js';

const readNearby = statement<{
  id: string;
  name: string;
  division: string;
  device_id: string;
  fixes: number;
  first_at: Date;
  last_at: Date;
  metres: number;
  nearest_at: Date;
  lat: number;
  lon: number;
  accuracy_m: number | null;
}>('read_nearby');

/** Shorter than any, so that a box made with it is never too small. */
const METRES_A_DEGREE = 110_500;

export interface Place {
  readonly lat: number;
  readonly lon: number;
  readonly metres: number;
}

/** Somebody who was near a place, and how near. */
export interface Near {
  readonly superviseeId: SuperviseeId;
  readonly name: string;
  readonly division: string;
  readonly deviceId: string;
  readonly fixes: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** The shortest distance, and when, where and how exactly it was measured. */
  readonly metres: number;
  readonly nearestAt: Instant;
  readonly lat: number;
  readonly lon: number;
  readonly accuracy: number | null;
}

/** Who was near a place. Who may ask, and why, is the caller's to settle. */
export class NearbyView {
  constructor(private readonly db: Database) {}

  /** The nearest first. */
  async near({ lat, lon, metres }: Place, span: Span, jurisdiction: string, limit: number): Promise<Near[]> {
    const north = metres / METRES_A_DEGREE;
    const east = north / Math.max(0.01, Math.cos(((Math.abs(lat) + north) * Math.PI) / 180));
    const times = [new Date(span.from), new Date(span.to)];
    const rows = await readNearby(this.db, jurisdiction, ...times, lat, lon, metres, north, east, limit);
    return rows.map((row) => ({
      superviseeId: superviseeId(row.id),
      name: row.name,
      division: row.division,
      deviceId: row.device_id,
      fixes: row.fixes,
      firstAt: instant(row.first_at.getTime()),
      lastAt: instant(row.last_at.getTime()),
      metres: row.metres,
      nearestAt: instant(row.nearest_at.getTime()),
      lat: row.lat,
      lon: row.lon,
      accuracy: row.accuracy_m,
    }));
  }
}
