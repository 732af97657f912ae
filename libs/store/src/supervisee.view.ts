import type { Instant, SuperviseeId } from '#libs/kernel';
import type { Supervisee } from '#libs/protocol';
import { iso, isoOrNull } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly division: string;
  readonly category: Supervisee['category'];
  readonly term_from: string;
  readonly term_to: string;
  readonly minor: boolean;
  readonly note: string | null;
  readonly version: number;
  readonly created_at: Date;
  readonly device_id: string | null;
  readonly bound_from: Date | null;
  readonly interval_s: number | null;
  readonly last_received_at: Date | null;
  readonly order_id: string | null;
  readonly valid_from: Date | null;
  readonly valid_to: Date | null;
  readonly open_alerts: number;
}

const listIds = statement<{ id: SuperviseeId }>('list_supervisee_ids');
const read = statement<Row>('read_supervisees');
const findSupervisees = statement<{ id: SuperviseeId }>('find_supervisees');

export interface SuperviseeSearch {
  /** A part of the name. */
  readonly search?: string | undefined;
  /** Only of this division, within the jurisdiction. */
  readonly division?: string | undefined;
  readonly afterId: string;
  readonly limit: number;
}

/** Supervisees of a jurisdiction, as lists and files show them. */
export class SuperviseeView {
  constructor(private readonly db: Database) {}

  /** By id, at most `limit`. */
  async list(jurisdiction: string, search: SuperviseeSearch, at: Instant): Promise<Supervisee[]> {
    const pattern = search.search === undefined ? null : containing(search.search);
    const { division = '', afterId, limit } = search;
    const ids = await listIds(this.db, jurisdiction, division, pattern, afterId, limit);
    return this.#read(
      ids.map(({ id }) => id),
      jurisdiction,
      at,
    );
  }

  async find(id: SuperviseeId, jurisdiction: string, at: Instant): Promise<Supervisee | undefined> {
    return (await this.#read([id], jurisdiction, at))[0];
  }

  /** Those of the ids that the jurisdiction covers. */
  async covered(ids: readonly string[], jurisdiction: string): Promise<ReadonlySet<string>> {
    return new Set((await findSupervisees(this.db, ids, jurisdiction)).map(({ id }) => id));
  }

  async #read(ids: readonly SuperviseeId[], jurisdiction: string, at: Instant): Promise<Supervisee[]> {
    return (await read(this.db, ids, jurisdiction, new Date(at))).map(superviseeOf);
  }
}

const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

function superviseeOf(row: Row): Supervisee {
  const { id, name, division, category, minor, note, version } = row;
  return {
    id,
    name,
    division,
    category,
    termFrom: row.term_from,
    termTo: row.term_to,
    minor,
    note,
    version,
    device: deviceOf(row),
    order: orderOf(row),
    openAlerts: row.open_alerts,
    createdAt: iso(row.created_at),
  };
}

function deviceOf(row: Row): Supervisee['device'] {
  if (row.device_id === null || row.bound_from === null || row.interval_s === null) return null;
  const lastReceivedAt = isoOrNull(row.last_received_at);
  return { id: row.device_id, boundFrom: iso(row.bound_from), lastReceivedAt, intervalSeconds: row.interval_s };
}

function orderOf(row: Row): Supervisee['order'] {
  if (row.order_id === null || row.valid_from === null || row.valid_to === null) return null;
  return { id: row.order_id, from: iso(row.valid_from), to: iso(row.valid_to) };
}
