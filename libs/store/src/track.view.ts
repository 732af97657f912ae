import { instant, type Instant, type SuperviseeId } from '#libs/kernel';
import { bigints, doubles, reals, times } from './array-bytes.js';
import { degrees } from './degrees.js';
import { statement, type Database } from './statement.js';

const readTrack = statement<Columns>('read_track');
const readCoverage = statement<{ covered_from: Date; covered_to: Date }>('read_coverage');
const readPolicy = statement<{ version: number; parameters: Readonly<Record<string, unknown>> }>('read_policy');
const readInterval = statement<{ interval_s: number }>('read_interval_of');

/** See `array-bytes.ts`. All lists are as long as the first. */
interface Columns {
  readonly seq: Buffer | null;
  readonly stands_at: Buffer | null;
  /** What the device said, when its clock is not believed. */
  readonly said_at: Buffer | null;
  readonly received_at: Buffer | null;
  readonly lat: Buffer | null;
  readonly lon: Buffer | null;
  readonly accuracy: Buffer | null;
  /** A line for each; no source has a line's end in it. */
  readonly source: string | null;
  readonly clock_offset_ms: Buffer | null;
}

/** One record of a track: with or without a position. */
export interface TrackRecord {
  readonly seq: number;
  readonly at: Instant;
  readonly receivedAt: Instant;
  /** Where it is put in order: the device's time, or that of receipt when the device's clock is not believed. */
  readonly standsAt: Instant;
  readonly position: { readonly lat: number; readonly lon: number } | null;
  readonly accuracy: number | null;
  readonly source: string | null;
  readonly clockBelieved: boolean;
  /** What its time was by the measured offset of a clock that is not believed. */
  readonly correctedAt: Instant | null;
}

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** What wristbands said of where one supervisee was. Who may look, and why, is the caller's to settle. */
export class TrackView {
  constructor(private readonly db: Database) {}

  /** In the order in which they stand. */
  async records(supervisee: SuperviseeId, span: Span): Promise<TrackRecord[]> {
    const [columns] = await readTrack(this.db, supervisee, ...datesOf(span));
    if (columns === undefined) throw new Error('a track has no row');
    return trackRecordsOf(columns).sort((a, b) => a.standsAt - b.standsAt || a.seq - b.seq);
  }

  /** When there was a legal basis: a wristband bound under an approved order in force. May overlap. */
  async coverage(supervisee: SuperviseeId, span: Span): Promise<Span[]> {
    const rows = await readCoverage(this.db, supervisee, ...datesOf(span));
    return rows.map((row) => ({
      from: instant(row.covered_from.getTime()),
      to: instant(row.covered_to.getTime()),
    }));
  }

  /** The slowest reporting interval of the wristbands worn in a time, in seconds. */
  async intervalSeconds(supervisee: SuperviseeId, span: Span): Promise<number> {
    return (await readInterval(this.db, supervisee, ...datesOf(span)))[0]?.interval_s ?? 60;
  }

  /** The parameters in force for a division; empty when there is no policy. */
  async policy(kind: string, division: string, at: Instant): Promise<Readonly<Record<string, unknown>>> {
    return (await readPolicy(this.db, kind, division, new Date(at)))[0]?.parameters ?? {};
  }
}

const datesOf = (span: Span): [Date, Date] => [new Date(span.from), new Date(span.to)];

/** Nothing is spread or taken apart: a month has forty thousand, and that took three times as long as the query. */
function trackRecordsOf(columns: Columns): TrackRecord[] {
  const seqs = bigints(columns.seq);
  const [stands, said, received] = [times(columns.stands_at), times(columns.said_at), times(columns.received_at)];
  const [lats, lons, accuracies] = [doubles(columns.lat), doubles(columns.lon), reals(columns.accuracy)];
  const [sources, offsets] = [columns.source?.split('\n') ?? [], bigints(columns.clock_offset_ms)];
  return seqs.map((seq, index) => {
    const standsAt = stands[index] as Instant;
    const at = (said[index] ?? standsAt) as Instant;
    const [lat, lon, offset] = [lats[index], lons[index], offsets[index]];
    return {
      seq: seq ?? NaN,
      at,
      receivedAt: received[index] as Instant,
      standsAt,
      position: lat == null || lon == null ? null : { lat: degrees(lat), lon: degrees(lon) },
      accuracy: accuracies[index] ?? null,
      source: sources[index] || null,
      clockBelieved: offset == null,
      correctedAt: offset == null ? null : instant(at - offset),
    };
  });
}
