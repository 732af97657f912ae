import { instant, type Instant, type SuperviseeId } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const readTrack = statement<{
  seq: string;
  at: Date;
  received_at: Date;
  stands_at: Date;
  lat: number | null;
  lon: number | null;
  accuracy_m: number | null;
  source: string | null;
  clock_believed: boolean;
  corrected_at: Date | null;
}>('read_track');
const readCoverage = statement<{ covered_from: Date; covered_to: Date }>('read_coverage');
const readPolicy = statement<{ version: number; parameters: Readonly<Record<string, unknown>> }>('read_policy');
const readInterval = statement<{ interval_s: number }>('read_interval_of');

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

  async records(supervisee: SuperviseeId, span: Span): Promise<TrackRecord[]> {
    const rows = await readTrack(this.db, supervisee, ...datesOf(span));
    return rows.map(({ lat, lon, ...row }) => ({
      seq: Number(row.seq),
      at: instant(row.at.getTime()),
      receivedAt: instant(row.received_at.getTime()),
      standsAt: instant(row.stands_at.getTime()),
      position: lat === null || lon === null ? null : { lat, lon },
      accuracy: row.accuracy_m,
      source: row.source,
      clockBelieved: row.clock_believed,
      correctedAt: row.corrected_at && instant(row.corrected_at.getTime()),
    }));
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
