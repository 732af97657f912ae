import { instant, type Instant, type SuperviseeId } from '#libs/kernel';
import { statement, type Database } from './statement.js';

const readTrack = statement<Columns>('read_track');
const readCoverage = statement<{ covered_from: Date; covered_to: Date }>('read_coverage');
const readPolicy = statement<{ version: number; parameters: Readonly<Record<string, unknown>> }>('read_policy');
const readInterval = statement<{ interval_s: number }>('read_interval_of');

/** A list for each column, all as long as the first; without records there is only that. */
interface Columns {
  readonly seq: readonly number[];
  readonly at: readonly number[];
  readonly received_at: readonly number[];
  readonly lat: readonly (number | null)[];
  readonly lon: readonly (number | null)[];
  readonly accuracy: readonly (number | null)[];
  readonly source: readonly (string | null)[];
  readonly clock_believed: readonly boolean[];
  readonly corrected_at: readonly (number | null)[];
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
    const records = columns.seq.map((_, index) => trackRecordOf(columns, index));
    return records.sort((a, b) => a.standsAt - b.standsAt || a.seq - b.seq);
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
function trackRecordOf(columns: Columns, index: number): TrackRecord {
  const at = columns.at[index] as Instant;
  const receivedAt = columns.received_at[index] as Instant;
  const clockBelieved = columns.clock_believed[index] === true;
  const lat = columns.lat[index];
  const lon = columns.lon[index];
  return {
    seq: columns.seq[index] ?? NaN,
    at,
    receivedAt,
    standsAt: clockBelieved ? at : receivedAt,
    position: lat == null || lon == null ? null : { lat, lon },
    accuracy: columns.accuracy[index] ?? null,
    source: columns.source[index] ?? null,
    clockBelieved,
    correctedAt: (columns.corrected_at[index] ?? null) as Instant | null,
  };
}
