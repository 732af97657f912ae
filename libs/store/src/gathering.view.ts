import { instant, type Instant, type SuperviseeId } from '#libs/kernel';
import type { EndReason, Episode, GatheringOnFile, ListedPlace, Spot } from '#libs/rules';
import { degrees } from './degrees.js';
import { statement, type Database } from './statement.js';

const findNews = statement<{
  horizon: string;
  county: string | null;
  somebody: SuperviseeId | null;
  at: Date | null;
}>('find_news_of_counties');
const findGoingOn = statement<{ county: string; somebody: SuperviseeId }>('find_counties_with_gatherings');
const readSpots = statement<{
  supervisee_id: SuperviseeId;
  slot: number;
  at: Date;
  received_at: Date;
  lat: number;
  lon: number;
  accuracy_m: number | null;
  source: string | null;
}>('read_spots');
const findGatherings = statement<{
  supervisee_id: SuperviseeId;
  kind: 'gathering';
  device_id: string | null;
  occurred_at: Date;
  last_evidence_at: Date;
  ended_at: Date | null;
  end_reason: EndReason | null;
  count: number;
  evidence: Pick<Episode, 'facts' | 'fixes'>;
}>('find_gatherings');
const readPlaces = statement<{ shape: ListedPlace['shape']; valid_from: Date; valid_to: Date | null }>(
  'find_listed_places',
);
const readNames = statement<{ id: SuperviseeId; name: string }>('read_names');

/** A county of which something is new from a time on, and one of its people, by whom it is known what is in force there. */
export interface CountyAt {
  readonly county: string;
  readonly somebody: SuperviseeId;
  readonly at: Instant;
}

/** Where the people of a county were, where they may come together, and what is on file about it. */
export class GatheringView {
  constructor(private readonly db: Database) {}

  /** From when on something is known anew of counties, by what has arrived from a place on; and the place up to which. */
  async news(from: string, parts: readonly number[]) {
    const rows = await findNews(this.db, from, parts);
    const counties = rows.flatMap(({ county, somebody, at }): CountyAt[] =>
      county === null || somebody === null || at === null ? [] : [{ county, somebody, at: timeOf(at) }],
    );
    return { horizon: rows[0]?.horizon ?? from, counties };
  }

  /** Counties in which people are together by what is on file. */
  goingOn(parts: readonly number[]): Promise<Omit<CountyAt, 'at'>[]> {
    return findGoingOn(this.db, parts);
  }

  /** Of everybody of the county, slot by slot. */
  async spots(county: string, from: Instant, to: Instant): Promise<Spot[]> {
    return (await readSpots(this.db, county, new Date(from), new Date(to))).map((row) => ({
      superviseeId: row.supervisee_id,
      slot: row.slot,
      at: timeOf(row.at),
      receivedAt: timeOf(row.received_at),
      lat: degrees(row.lat),
      lon: degrees(row.lon),
      accuracy: row.accuracy_m,
      source: row.source,
    }));
  }

  async places(county: string): Promise<ListedPlace[]> {
    return (await readPlaces(this.db, county)).map((row) => ({
      shape: row.shape,
      from: timeOf(row.valid_from),
      to: row.valid_to && timeOf(row.valid_to),
    }));
  }

  /** What goes on or ended after a time, the oldest first; what was contradicted is not among it. */
  async onFile(county: string, since: Instant): Promise<GatheringOnFile[]> {
    return (await findGatherings(this.db, county, new Date(since))).map((row) => ({
      kind: row.kind,
      superviseeId: row.supervisee_id,
      deviceId: row.device_id ?? '',
      startedAt: timeOf(row.occurred_at),
      lastAt: timeOf(row.last_evidence_at),
      ended: row.ended_at && row.end_reason && { at: timeOf(row.ended_at), reason: row.end_reason },
      resolvedAt: null,
      count: row.count,
      facts: row.evidence.facts,
      fixes: row.evidence.fixes,
    }));
  }

  async names(ids: readonly SuperviseeId[]): Promise<ReadonlyMap<SuperviseeId, string>> {
    return new Map((await readNames(this.db, ids)).map(({ id, name }) => [id, name]));
  }
}

const timeOf = (at: Date): Instant => instant(at.getTime());
