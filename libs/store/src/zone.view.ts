import type { Instant, ZoneId } from '#libs/kernel';
import { weeklySchedule, type WeeklySchedule, type Zone } from '#libs/protocol';
import { iso } from './row-time.js';
import { statement, type Database } from './statement.js';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly kind: Zone['kind'];
  readonly geometry: Zone['geometry'];
  readonly circle: Zone['circle'];
  readonly buffer_m: number;
  readonly schedule: unknown;
  readonly supervisees: string[];
  readonly for_division: string | null;
  readonly valid_from: Date;
}

const listZones = statement<Row>('list_zones');

export interface ZoneSearch {
  /** Only those that hold for this supervisee. */
  readonly superviseeId?: string | undefined;
  readonly afterId: string;
  readonly limit: number;
}

/** Zones as they are at a time. */
export class ZoneView {
  constructor(private readonly db: Database) {}

  async list(jurisdiction: string, search: ZoneSearch, at: Instant): Promise<Zone[]> {
    const { superviseeId = null, afterId, limit } = search;
    return (await listZones(this.db, jurisdiction, new Date(at), superviseeId, afterId, limit)).map(zoneOf);
  }

  /** The first of the list that begins at `id` is the zone itself, when the jurisdiction sees it. */
  async find(id: ZoneId, jurisdiction: string, at: Instant): Promise<Zone | undefined> {
    const [zone] = await this.list(jurisdiction, { afterId: String(BigInt(id) - 1n), limit: 1 }, at);
    return zone?.id === id ? zone : undefined;
  }
}

function zoneOf(row: Row): Zone {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    kind: row.kind,
    geometry: row.geometry,
    circle: row.circle,
    buffer: row.buffer_m,
    supervisees: row.supervisees,
    division: row.for_division,
    schedule: scheduleOf(row.schedule),
    validFrom: iso(row.valid_from),
  };
}

/** Null as well for what was stored before schedules had a form: nobody was ever judged by it. */
export const scheduleOf = (stored: unknown): WeeklySchedule | null => weeklySchedule.safeParse(stored).data ?? null;
