import type { AlertId, Instant } from '#libs/kernel';
import type { AlertDetail, AlertSummary } from '#libs/protocol';
import { iso, isoOrNull } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: AlertId;
  readonly kind: AlertSummary['kind'];
  readonly state: AlertSummary['state'];
  readonly severity: AlertSummary['severity'];
  readonly supervisee_id: string;
  readonly supervisee_name: string;
  readonly division: string;
  readonly device_id: string | null;
  readonly occurred_at: Date;
  readonly detected_at: Date;
  readonly last_evidence_at: Date;
  readonly ended_at: Date | null;
  readonly end_reason: string | null;
  readonly late: boolean;
  readonly count: number;
  readonly owner: string | null;
  readonly owner_name: string | null;
  readonly claimed_at: Date | null;
  readonly acked_at: Date | null;
  readonly due_at: Date;
  readonly escalation: number;
  readonly resolution: AlertSummary['resolution'];
  readonly resolved_at: Date | null;
  readonly facts: AlertSummary['facts'];
  readonly incident_id: string | null;
  readonly version: number;
}

interface PlaceRow {
  readonly id: AlertId;
  readonly place: number;
  readonly weight: number;
  readonly age: string;
}

const listIds = statement<PlaceRow>('list_alert_ids');
const read = statement<Row>('read_alerts');
const readEvidence = statement<Pick<AlertDetail, 'evidence' | 'versions' | 'latencies'>>('read_alert_evidence');
const readActs = statement<{
  at: Date;
  act: string;
  account_id: string | null;
  display_name: string | null;
  code: string | null;
  note: string | null;
}>('read_alert_acts');
const readRevisions = statement<{ at: Date; reason: string; before: unknown; after: unknown }>('read_alert_revisions');

/** An alert's place in the queue: urgency, weight of its severity, age, id. */
export type AlertPlace = readonly [place: number, weight: number, age: string, id: string];
const START: AlertPlace = [-1, 0, '0', '0'];

export interface AlertSearch {
  readonly states?: readonly string[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly superviseeId?: string | undefined;
  readonly severity?: string | undefined;
  /** Detected then or later. */
  readonly since?: Instant | undefined;
  readonly after?: AlertPlace | undefined;
  readonly limit: number;
}

/** The queue row of an alert as it is inside the transaction: what a feed event about it carries. */
export async function summaryOf(tx: Database, id: AlertId): Promise<AlertSummary> {
  const [row] = await read(tx, [id], '');
  if (row === undefined) throw new Error(`there is no alert ${id}`);
  return summary(row);
}

/** Alerts of a jurisdiction. */
export class AlertView {
  constructor(private readonly db: Database) {}

  /** In the order of the queue, with the place of each. */
  async list(jurisdiction: string, search: AlertSearch): Promise<{ alert: AlertSummary; place: AlertPlace }[]> {
    const { states = null, kinds = null, superviseeId = null, severity = null, since, after = START, limit } = search;
    const detectedSince = since === undefined ? null : new Date(since);
    const filter = [states, kinds, superviseeId, severity, detectedSince];
    const places = await listIds(this.db, jurisdiction, ...filter, ...after, limit);
    const ids = places.map(({ id }) => id);
    const byId = new Map((await read(this.db, ids, jurisdiction)).map((row) => [row.id, summary(row)]));
    return places.flatMap(({ place, weight, age, id }) => {
      const alert = byId.get(id);
      return alert === undefined ? [] : [{ alert, place: [place, weight, age, id] as const }];
    });
  }

  /** In the order of their ids. */
  async some(ids: readonly string[], jurisdiction: string): Promise<AlertSummary[]> {
    const rows = await read(this.db, ids, jurisdiction);
    return rows.map(summary).sort((a, b) => Number(a.id) - Number(b.id));
  }

  async find(id: AlertId, jurisdiction: string): Promise<AlertDetail | undefined> {
    const [row] = await read(this.db, [id], jurisdiction);
    const [evidence] = row === undefined ? [] : await readEvidence(this.db, id);
    if (row === undefined || evidence === undefined) return undefined;
    const { fixes = [], zone = null, records = [] } = evidence.evidence as Partial<AlertDetail['evidence']>;
    return {
      ...summary(row),
      evidence: { fixes, zone, records },
      versions: evidence.versions,
      latencies: evidence.latencies,
      acts: await this.#acts(id),
      revisions: (await readRevisions(this.db, id)).map((revision) => ({ ...revision, at: iso(revision.at) })),
    };
  }

  async #acts(id: AlertId): Promise<AlertDetail['acts']> {
    return (await readActs(this.db, id)).map(({ at, act, account_id, display_name, code, note }) => ({
      at: iso(at),
      act,
      by: personOf(account_id, display_name),
      code,
      note,
    }));
  }
}

function personOf(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null || name === null ? null : { id, name };
}

function summary(row: Row): AlertSummary {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    severity: row.severity,
    superviseeId: row.supervisee_id,
    superviseeName: row.supervisee_name,
    division: row.division,
    deviceId: row.device_id,
    occurredAt: iso(row.occurred_at),
    detectedAt: iso(row.detected_at),
    lastEvidenceAt: iso(row.last_evidence_at),
    endedAt: isoOrNull(row.ended_at),
    endReason: row.end_reason,
    late: row.late,
    count: row.count,
    owner: personOf(row.owner, row.owner_name),
    claimedAt: isoOrNull(row.claimed_at),
    ackedAt: isoOrNull(row.acked_at),
    due: iso(row.due_at),
    escalation: row.escalation,
    resolution: row.resolution,
    resolvedAt: isoOrNull(row.resolved_at),
    facts: row.facts,
    incidentId: row.incident_id,
    version: row.version,
  };
}
