import { groupedBy, instant, type Instant, type SuperviseeId } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import type { EndReason, Episode, ForbiddenContact, MeetingOnFile, Sighting, Whereabouts } from '#libs/rules';
import { degrees } from './degrees.js';
import type { LaneAt } from './engine-snapshot.store.js';
import { statement, type Database } from './statement.js';

const findContacts = statement<{
  id: string;
  supervisee_id: SuperviseeId;
  other_id: SuperviseeId | null;
  other_name: string | null;
  designation: string | null;
  shape: NonNullable<ForbiddenContact['place']>['shape'] | null;
  buffer_m: number;
  valid_from: Date;
  valid_to: Date | null;
}>('find_forbidden_contacts');
const findNews = statement<{ horizon: string; supervisee_id: SuperviseeId | null; at: Date | null }>(
  'find_news_of_people',
);
const readWhereabouts = statement<Omit<Whereabouts, 'accuracy'> & { supervisee_id: SuperviseeId; accuracy_m: number }>(
  'read_whereabouts',
);
const readSightings = statement<{
  supervisee_id: SuperviseeId;
  at: Date;
  received_at: Date;
  lat: number;
  lon: number;
  accuracy_m: number | null;
  source: string | null;
}>('read_sightings');
const readOnFile = statement<{
  supervisee_id: SuperviseeId;
  kind: AlertKind;
  device_id: string | null;
  occurred_at: Date;
  last_evidence_at: Date;
  ended_at: Date | null;
  end_reason: EndReason | null;
  count: number;
  evidence: Pick<Episode, 'facts' | 'fixes'>;
}>('read_contacts_on_file');

/** What rounds compare that concern two people or more: where they were, and what is on file about it. */
export class MeetingView {
  constructor(private readonly db: Database) {}

  /** In force, or withdrawn after a time; in the order of the supervisees. */
  async contacts(parts: readonly number[], inForceAfter: Instant): Promise<ForbiddenContact[]> {
    const rows = await findContacts(this.db, parts, new Date(inForceAfter));
    const shapes = new Map<string, (typeof rows)[number]['shape']>();
    return rows.map((row) => {
      const shape = shapes.get(row.id) ?? row.shape;
      shapes.set(row.id, shape);
      return {
        id: row.id,
        superviseeId: row.supervisee_id,
        other: row.other_id === null ? null : { id: row.other_id, name: row.other_name ?? '' },
        place: shape === null ? null : { shape, buffer: row.buffer_m, designation: row.designation ?? '' },
        from: timeOf(row.valid_from),
        to: row.valid_to && timeOf(row.valid_to),
      };
    });
  }

  /** From when on where people were is known anew, by what has arrived from a place on; and the place up to which. */
  async news(
    from: string,
    ids: readonly SuperviseeId[],
  ): Promise<{ readonly horizon: string; readonly since: ReadonlyMap<SuperviseeId, Instant> }> {
    const rows = await findNews(this.db, from, ids);
    const known = rows.flatMap(({ supervisee_id: id, at }) => (id && at ? [[id, timeOf(at)] as const] : []));
    return { horizon: rows[0]?.horizon ?? from, since: new Map(known) };
  }

  /** Roughly, from a time of each on. */
  async whereabouts(since: readonly LaneAt[], to: Instant): Promise<ReadonlyMap<SuperviseeId, Whereabouts[]>> {
    const rows = await readWhereabouts(this.db, ...columnsOf(since), new Date(to));
    const boxes = rows.map(({ supervisee_id: id, accuracy_m: accuracy, ...box }) => ({
      id,
      box: { ...box, accuracy },
    }));
    return new Map([...groupedBy(boxes, ({ id }) => id)].map(([id, own]) => [id, own.map(({ box }) => box)]));
  }

  /** In the order of their times, from a time of each on. */
  async sightings(since: readonly LaneAt[], to: Instant): Promise<ReadonlyMap<SuperviseeId, Sighting[]>> {
    const rows = await readSightings(this.db, ...columnsOf(since), new Date(to));
    return new Map([...groupedBy(rows, (row) => row.supervisee_id)].map(([id, own]) => [id, own.map(sightingOf)]));
  }

  /** What goes on or ended after a time of each, the oldest first; what was contradicted is not among it. */
  async onFile(
    kinds: readonly AlertKind[],
    since: readonly LaneAt[],
  ): Promise<ReadonlyMap<SuperviseeId, MeetingOnFile[]>> {
    const rows = await readOnFile(this.db, kinds, ...columnsOf(since));
    return new Map([...groupedBy(rows, (row) => row.supervisee_id)].map(([id, own]) => [id, own.map(onFileOf)]));
  }
}

const timeOf = (at: Date): Instant => instant(at.getTime());

const columnsOf = (since: readonly LaneAt[]) =>
  [since.map(({ superviseeId }) => superviseeId), since.map(({ at }) => new Date(at))] as const;

const sightingOf = (row: Awaited<ReturnType<typeof readSightings>>[number]): Sighting => ({
  at: timeOf(row.at),
  receivedAt: timeOf(row.received_at),
  lat: degrees(row.lat),
  lon: degrees(row.lon),
  accuracy: row.accuracy_m,
  source: row.source,
});

const onFileOf = (row: Awaited<ReturnType<typeof readOnFile>>[number]): MeetingOnFile => ({
  kind: row.kind,
  superviseeId: row.supervisee_id,
  partner: String(row.evidence.facts['partner'] ?? ''),
  deviceId: row.device_id ?? '',
  startedAt: timeOf(row.occurred_at),
  lastAt: timeOf(row.last_evidence_at),
  ended: row.ended_at && row.end_reason && { at: timeOf(row.ended_at), reason: row.end_reason },
  resolvedAt: null,
  count: row.count,
  facts: row.evidence.facts,
  fixes: row.evidence.fixes,
});
